import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import { findingOf, type Scenario } from './alarms/scenario.ts';
import { textMessage } from './text-message.ts';

/**
 * Rotates a callback URL as the runbook says. A function that read its secret less than 10 seconds ago
 * does not read it again, so this test comes first.
 */
export const rotateCallbackUrl: Scenario = async ({ gateway, follow }) => {
  const apiUrl = async () => (await gateway.urls()).incs?.api ?? '';
  const oldUrl = await apiUrl();
  const tried = await gateway.tributary('secrets', 'rotate', 'incs');
  expect(tried.results).toEqual([{ provider: 'incs', value: 'token', dryRun: true }]);
  expect(await apiUrl()).toBe(oldUrl);

  const rotated = await follow('secrets rotate incs --yes');
  const newUrl = await apiUrl();
  expect(newUrl).not.toBe(oldUrl);
  const { incs } = await gateway.urls();
  expect(rotated.results).toEqual([
    { provider: 'incs', value: 'token', api: incs?.api, functionUrl: incs?.functionUrl },
  ]);
  expect(await gateway.post('incs', textMessage('wamid.by-old'), oldUrl)).toBe(200);
  expect(await gateway.post('incs', textMessage('wamid.by-new'), newUrl)).toBe(200);
  const twice = await gateway.tributary('secrets', 'rotate', 'incs', '--yes');
  expect(twice).toMatchObject({ code: 1, errors: expect.stringContaining('--confirm') });

  const confirmed = await follow('secrets rotate incs --confirm');
  expect(confirmed.results).toEqual([{ provider: 'incs', value: 'token', confirmed: true }]);
  expect(await apiUrl()).toBe(newUrl);
  expect(await gateway.post('incs', textMessage('wamid.after'), newUrl)).toBe(200);
  const unknown = await gateway.tributary('secrets', 'rotate', 'unknown', '--yes');
  expect(unknown).toMatchObject({ code: 1, errors: expect.stringContaining('innopaas') });
};

/** `doctor` finds a subscriber whose rule has no dead-letter queue. */
export const findSubscriberWithoutDeadLetters: Scenario = async ({ gateway }) => {
  const bus = { EventBusName: gateway.output('EventBusName') };
  const { eventBridge } = gateway.aws;
  const Targets = [{ Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:000000000000:no-dead-letters' }];
  await eventBridge.send(
    new PutRuleCommand({ ...bus, Name: 'no-dead-letters', EventPattern: '{"source":["none"]}' }),
  );
  await eventBridge.send(new PutTargetsCommand({ ...bus, Rule: 'no-dead-letters', Targets }));
  const found = await gateway.tributary('doctor');
  expect(findingOf(found, 'rule no-dead-letters')?.state).toBe('warning');
};
