import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';
import { openDeployedEvents } from '../../../tools/operator/verify/deployed-events.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';

const eventBridge = mockClient(EventBridgeClient);
const sqs = mockClient(SQSClient);

const gateway = {
  name: 'prod',
  resources: { eventBus: 'bus' },
  clients: {
    eventBridge: new EventBridgeClient({ region: 'eu-west-1' }),
    sqs: new SQSClient({ region: 'eu-west-1' }),
  },
} as unknown as Gateway;
const run = toRun(new Date('2026-11-28T12:00:00Z'));
const queueUrl = 'https://sqs.example/queue';

beforeEach(() => {
  eventBridge.reset();
  sqs.reset();
  eventBridge.on(PutRuleCommand).callsFake(({ Name }) => ({ RuleArn: `arn:${Name}` }));
  sqs.on(CreateQueueCommand).resolves({ QueueUrl: queueUrl });
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: 'arn:queue' } });
});

afterAll(() => {
  eventBridge.restore();
  sqs.restore();
});

const rules = () => eventBridge.commandCalls(PutRuleCommand).map(({ args: [{ input }] }) => input);

describe('the events of a run on a deployed bus', () => {
  it.each([0, 1, 39, 40, 41, 80, 81, 123])(
    'are matched by rules that EventBridge takes, each once, of %i events',
    async (count) => {
      const ids = Array.from({ length: count }, () => crypto.randomUUID());
      await openDeployedEvents(gateway, run, ids);
      const patterns = rules().map(({ EventPattern = '' }) => EventPattern);
      expect(patterns.length).toBeGreaterThan(0);
      for (const pattern of patterns) expect(pattern.length).toBeLessThanOrEqual(2_048);
      const matched = patterns.flatMap((text) => JSON.parse(text).detail.metadata.id);
      expect(ids.map((id) => matched.filter((each) => each === id).length)).toEqual(
        ids.map(() => 1),
      );
      // Each rule has a probe of its own beside them, by which it is proven.
      expect(new Set(matched).size).toBe(count + patterns.length);
    },
  );

  it('leave nothing behind when their rules cannot be connected', async () => {
    eventBridge.on(PutTargetsCommand).rejects(new Error('no permission'));
    const opening = openDeployedEvents(gateway, run, ['one']);
    await expect(opening).rejects.toThrow('no permission');
    const deleted = eventBridge.commandCalls(DeleteRuleCommand);
    expect(deleted.map(({ args: [{ input }] }) => input.Name)).toEqual(
      rules().map(({ Name }) => Name),
    );
    expect(sqs.commandCalls(DeleteQueueCommand)[0]?.args[0].input).toEqual({ QueueUrl: queueUrl });
  });
});
