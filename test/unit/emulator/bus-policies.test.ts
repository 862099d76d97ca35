import {
  EventBridgeClient,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-eventbridge';
import { expect, it, onTestFinished } from 'vitest';
import type { EventLog } from '../../../tools/emulator/event-bridge/event-log.ts';
import { createEventBridge } from '../../../tools/emulator/event-bridge/service.ts';
import { localAccount } from '../../../tools/emulator-client/account.ts';
import { createBusPolicy } from '../../../tools/operator/aws/eventbridge-bus-policy.ts';
import { startAwsServices } from '../../support/aws-services.ts';

const log: EventLog = {
  last: 0,
  append: (bus, event) => ({ sequence: 1, bus, event }),
  linesAfter: () => [],
  waitAfter: async () => {},
  close: () => {},
};

const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const publisher = 'arn:aws:iam::000000000000:role/publisher';

const ofTemplate = {
  Sid: 'AccountsManageOwnRules',
  Effect: 'Allow',
  Principal: { AWS: '444455556666' },
  Action: ['events:PutRule'],
  Resource: '*',
};

/** A bus whose policy has one statement. */
async function openBus() {
  const { service, policies } = createEventBridge(log, () => new Date());
  policies.write(busArn, [ofTemplate]);
  const { endpoint, stop } = await startAwsServices(() => ({ events: { operations: service } }));
  onTestFinished(stop);
  const client = new EventBridgeClient({
    endpoint,
    region: localAccount.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'local' },
  });
  return { client, policies };
}

it('denies a role and allows it again, as verify does, and leaves the other statements', async () => {
  const { client, policies } = await openBus();
  const bus = createBusPolicy(client, 'default');
  expect(await bus.readDenial()).toBeUndefined();
  await bus.deny(publisher, 72_000);
  expect(await bus.readDenial()).toBe(72_000);
  expect(policies.read(busArn)).toMatchObject([
    ofTemplate,
    { Effect: 'Deny', Principal: { AWS: publisher }, Resource: busArn },
  ]);
  expect(policies.statementsOf(busArn)[1]).toMatchObject({ Action: ['events:PutEvents'] });
  await bus.allow();
  expect(policies.read(busArn)).toEqual([ofTemplate]);
  await bus.allow();
});

it('takes out the statement with an id or all of them, and refuses an id that none has', async () => {
  const { client, policies } = await openBus();
  const other = { ...ofTemplate, Sid: 'Other' };
  policies.write(busArn, [ofTemplate, other]);
  const remove = (StatementId: string) => client.send(new RemovePermissionCommand({ StatementId }));
  await expect(remove('Unknown')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(policies.read(busArn)).toEqual([ofTemplate, other]);
  await remove('Other');
  expect(policies.read(busArn)).toEqual([ofTemplate]);
  await client.send(new RemovePermissionCommand({ RemoveAllPermissions: true }));
  expect(policies.read(busArn)).toEqual([]);
});

it.each([
  ['a bus that does not exist', { EventBusName: 'other', Policy: '{"Statement":[]}' }],
  ['a policy that is not JSON', { Policy: '{' }],
  ['a statement without an effect', { Policy: '{"Statement":[{"Action":"events:PutEvents"}]}' }],
  ['more than 10 KB', { Policy: JSON.stringify({ Statement: [], Id: 'x'.repeat(10_240) }) }],
  ['the older form', { StatementId: 'a', Principal: '444455556666', Action: 'events:PutEvents' }],
])('refuses %s, and changes nothing', async (_, input) => {
  const { client, policies } = await openBus();
  await expect(client.send(new PutPermissionCommand(input))).rejects.toMatchObject({
    name: expect.stringMatching(/^(ResourceNotFound|Validation|PolicyLengthExceeded)Exception$/),
  });
  expect(policies.read(busArn)).toEqual([ofTemplate]);
});
