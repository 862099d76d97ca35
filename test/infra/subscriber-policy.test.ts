import { expect, it } from 'vitest';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

const [policy] = Object.values(synthesize().findResources('AWS::IAM::ManagedPolicy'));
const statements = policy?.Properties.PolicyDocument.Statement;

function statement(sid: string) {
  return statements.find(({ Sid }: { Sid: string }) => Sid === sid);
}

it('subscribers read event records, conversations and media, and manage rules; nothing else', () => {
  const lines = statements.map(
    ({ Sid, Effect, Resource }: { Sid: string; Effect: string; Resource: unknown }) =>
      `${Effect} ${Sid} ${readable(Resource).replace(/^arn:.*?:(?=rule)/, '')}`,
  );
  expect(lines).toEqual([
    'Allow ManageOwnRules rule/EventBus/*',
    'Deny LeaveTheRulesOfTheGateway MediaMirrorEventsWithMedia',
    'Allow SeeTheBus EventBus',
    'Allow ReadRecords EventsTable',
    'Allow ReadConversations EventsTable/index/conversation',
    'Allow ReadMedia MediaBucket/*',
  ]);
});

it('subscribers read event records only with a projection, which leaves out the raw payload', () => {
  const { Action, Condition } = statement('ReadRecords');
  expect(Action).toBe('dynamodb:Query');
  expect(Condition['ForAllValues:StringEquals']['dynamodb:Attributes']).not.toContain('raw');
  expect(Condition.StringEquals['dynamodb:Select']).toEqual(['SPECIFIC_ATTRIBUTES', 'COUNT']);
});

it('subscribers cannot read quarantined event records, by key or by index', () => {
  const keys =
    statement('ReadRecords').Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'];
  expect(keys).toEqual(['message#*', 'template#*', 'account#*', 'phone#*', 'user#*']);
  expect(JSON.stringify(statements)).not.toContain('/index/quarantine');
});

it('subscribers read media files but do not list or change them', () => {
  expect(statement('ReadMedia').Action).toBe('s3:GetObject');
});

it('no statement contains the payload bucket', () => {
  expect(JSON.stringify(statements)).not.toContain('PayloadBucket');
});

it('subscribers of the same account may not touch the rules of the gateway', () => {
  expect(statement('LeaveTheRulesOfTheGateway').Action).toEqual(statement('ManageOwnRules').Action);
});
