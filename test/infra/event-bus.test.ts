import { expect, it } from 'vitest';
import { readable } from './readable.ts';
import { everythingConfigured, synthesize } from './synthesize.ts';

const template = synthesize();
const configured = synthesize(everythingConfigured);

const ownRules = {
  Effect: 'Allow',
  Action: [
    'events:PutRule',
    'events:PutTargets',
    'events:DeleteRule',
    'events:RemoveTargets',
    'events:DisableRule',
    'events:EnableRule',
    'events:TagResource',
    'events:UntagResource',
    'events:DescribeRule',
    'events:ListTargetsByRule',
    'events:ListTagsForResource',
  ],
};

function statement(id: string) {
  const policies = Object.values(configured.findResources('AWS::Events::EventBusPolicy'));
  return policies.find(({ Properties }) => Properties.StatementId === id)?.Properties.Statement;
}

it('the bus has the name of the stack', () => {
  template.hasResourceProperties('AWS::Events::EventBus', { Name: 'tributary-prod' });
});

it('the archive keeps published events for 14 days, or as configured', () => {
  template.hasResourceProperties('AWS::Events::Archive', {
    ArchiveName: 'tributary-prod',
    RetentionDays: 14,
    EventPattern: { source: [{ prefix: 'tributary.' }] },
  });
  configured.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 3 });
});

it('by default no other account has access to the bus', () => {
  template.resourceCountIs('AWS::Events::EventBusPolicy', 0);
});

it('accounts of the organization may create and manage rules, each only its own', () => {
  const granted = statement('OrganizationManagesOwnRules');
  expect(granted).toMatchObject({
    ...ownRules,
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      StringEqualsIfExists: { 'events:creatorAccount': `\${aws:PrincipalAccount}` },
    },
  });
  expect(readable(granted.Resource)).toMatch(/:rule\/EventBus\/\*$/);
});

it('listed accounts may create and manage rules, each only its own', () => {
  const granted = statement('AccountsManageOwnRules');
  expect(granted).toMatchObject({
    ...ownRules,
    Condition: {
      StringEqualsIfExists: { 'events:creatorAccount': `\${aws:PrincipalAccount}` },
    },
  });
  expect(granted.Principal.AWS.map(readable)).toEqual([
    'arn:AWS::Partition:iam::111122223333:root',
    'arn:AWS::Partition:iam::444455556666:root',
  ]);
});

it('no other account may put events', () => {
  expect(JSON.stringify(configured.findResources('AWS::Events::EventBusPolicy'))).not.toContain(
    'events:PutEvents',
  );
});
