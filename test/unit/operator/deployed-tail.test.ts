import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { version } from '../../../shared/version.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { followDeployedBus } from '../../../tools/operator/aws/eventbridge-tail.ts';
import type { Gateway } from '../../../tools/operator/gateway/gateway.ts';

const sqs = mockClient(SQSClient);
const eventBridge = mockClient(EventBridgeClient);

beforeEach(() => {
  sqs.reset();
  eventBridge.reset();
  sqs.on(CreateQueueCommand).resolves({ QueueUrl: 'https://queue.example' });
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { QueueArn: 'arn:queue' } });
  sqs.on(ReceiveMessageCommand).resolves({ Messages: [{ Body: '{"id":"1"}' }] });
  eventBridge.on(PutRuleCommand).resolves({ RuleArn: 'arn:rule' });
});

afterAll(() => {
  sqs.restore();
  eventBridge.restore();
});

const gateway: Gateway = {
  name: 'tributary-prod',
  option: '--stack tributary-prod',
  userHashKey: 'arn:stack',
  version,
  localOrigin: undefined,
  clients: createClients('http://127.0.0.1:9', 'nobody'),
  resources: {
    eventsTable: '',
    eventBus: 'bus',
    mediaBucket: '',
    payloadBucket: '',
    mediaQueueUrl: '',
    mediaDeadLetterQueueUrl: '',
    metricNamespace: '',
    publisherFunction: '',
  },
  callbacks: new Map(),
  httpSubscriptions: [],
  functionSettings: async () => new Map(),
  logsDays: async () => undefined,
  listsConversations: async () => false,
  hasAlarms: async () => false,
  logMetrics: async () => new Set(),
  callbackLogGroup: async () => undefined,
  retainedResources: async () => [],
};

const denied = Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' });
const noSuchRule = new ResourceNotFoundException({ message: 'no such rule', $metadata: {} });

/** Follows the bus to its end, or until it has that number of events. */
async function follow(most = Number.POSITIVE_INFINITY) {
  const events: unknown[] = [];
  const progress: string[] = [];
  const following = followDeployedBus(gateway, { progress: (line) => progress.push(line) });
  try {
    for await (const event of following) {
      events.push(event);
      if (events.length >= most) break;
    }
    return { events, progress, error: undefined };
  } catch (error) {
    return { events, progress, error };
  }
}

function expectDeleted(): void {
  expect(eventBridge.commandCalls(RemoveTargetsCommand)).toHaveLength(1);
  expect(eventBridge.commandCalls(DeleteRuleCommand)).toHaveLength(1);
  expect(sqs.commandCalls(DeleteQueueCommand)).toHaveLength(1);
}

describe('following a deployed bus', () => {
  it('receives only the gateway’s events, and lets only its own rule send to the queue', async () => {
    expect((await follow(2)).events).toEqual([{ id: '1' }, { id: '1' }]);
    const [rule] = eventBridge.commandCalls(PutRuleCommand);
    expect(rule?.args[0].input).toMatchObject({
      Name: expect.stringMatching(/^tributary-prod-tail-[0-9a-f]{8}$/),
      EventBusName: 'bus',
      EventPattern: '{"source":[{"prefix":"tributary."}]}',
    });
    const [attributes] = sqs.commandCalls(SetQueueAttributesCommand);
    expect(JSON.parse(attributes?.args[0].input.Attributes?.Policy ?? '')).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: 'arn:queue',
          Condition: { ArnEquals: { 'aws:SourceArn': ['arn:rule'] } },
        },
      ],
    });
    const [targets] = eventBridge.commandCalls(PutTargetsCommand);
    expect(targets?.args[0].input.Targets).toEqual([{ Id: 'tail', Arn: 'arn:queue' }]);
  });

  it('keeps events for an hour while the caller is busy with an earlier one', async () => {
    await follow(1);
    const [queue] = sqs.commandCalls(CreateQueueCommand);
    expect(queue?.args[0].input.Attributes).toMatchObject({ MessageRetentionPeriod: '3600' });
  });

  it('deletes the rule and the queue when the caller stops', async () => {
    await follow(1);
    expectDeleted();
  });

  it('deletes both on Ctrl-C, and removes its listener', async () => {
    const listeners = process.listenerCount('SIGINT');
    sqs.on(ReceiveMessageCommand).callsFake(async () => {
      process.emit('SIGINT');
      return { Messages: [] };
    });
    expect(await follow()).toMatchObject({ events: [], error: undefined });
    expectDeleted();
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  it('deletes both after an error, and throws the error', async () => {
    sqs.on(ReceiveMessageCommand).rejects(denied);
    expect((await follow()).error).toMatchObject({ message: 'not allowed' });
    expectDeleted();
  });

  it('deletes the queue when the rule cannot be created', async () => {
    eventBridge.on(PutRuleCommand).rejects(denied);
    eventBridge.on(RemoveTargetsCommand).rejects(noSuchRule);
    const { error, progress } = await follow();
    expect(error).toMatchObject({ message: 'not allowed' });
    expect(sqs.commandCalls(DeleteQueueCommand)).toHaveLength(1);
    expect(progress).toEqual([]);
  });

  it('reports what it could not delete', async () => {
    eventBridge.on(DeleteRuleCommand).rejects(denied);
    const { progress } = await follow(1);
    expect(progress.at(-1)).toMatch(/^could not delete the rule tributary-prod-tail-/);
    expect(sqs.commandCalls(DeleteQueueCommand)).toHaveLength(1);
  });

  it('leaves nothing behind when the queue cannot be created', async () => {
    const listeners = process.listenerCount('SIGINT');
    sqs.on(CreateQueueCommand).rejects(denied);
    expect((await follow()).error).toMatchObject({ message: 'not allowed' });
    expect(eventBridge.calls()).toEqual([]);
    expect(sqs.commandCalls(DeleteQueueCommand)).toEqual([]);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });
});
