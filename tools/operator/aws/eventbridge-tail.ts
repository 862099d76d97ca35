import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { sourcePrefix } from '../../../shared/contract/event-kinds.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Output } from '../output.ts';

/** The longest wait of one ReceiveMessage. */
const waitSeconds = 20;

/** The queue of a process that was killed must not hold messages for long. */
const retentionSeconds = '300';

/**
 * Yields the events of a deployed bus as they arrive, through a temporary rule and queue. Both are
 * deleted when the caller stops, on Ctrl-C and after an error; what cannot be deleted is reported. The
 * first events arrive some seconds after the rule is created.
 */
export async function* followDeployedBus(
  gateway: Gateway,
  output: Pick<Output, 'progress'>,
): AsyncGenerator<EventEnvelope> {
  const stopping = new AbortController();
  const stopped = once(process, 'SIGINT', { signal: stopping.signal }).then(
    () => stopping.abort(),
    () => undefined,
  );
  const name = `${gateway.name}-tail-${randomUUID().slice(0, 8)}`;
  let queueUrl: string | undefined;
  try {
    queueUrl = await createQueue(name, gateway);
    await sendAllTo(queueUrl, name, gateway);
    output.progress(`created the rule and the queue ${name}; Ctrl-C deletes them`);
    while (!stopping.signal.aborted) yield* receive(queueUrl, gateway, stopping.signal);
  } finally {
    stopping.abort();
    await stopped;
    if (queueUrl !== undefined) await deleteBoth(queueUrl, name, gateway, output);
  }
}

async function createQueue(name: string, { clients }: Gateway): Promise<string> {
  const { QueueUrl = '' } = await clients.sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { MessageRetentionPeriod: retentionSeconds, SqsManagedSseEnabled: 'true' },
    }),
  );
  return QueueUrl;
}

async function sendAllTo(
  queueUrl: string,
  rule: string,
  { clients, resources }: Gateway,
): Promise<void> {
  const { RuleArn } = await clients.eventBridge.send(
    new PutRuleCommand({
      Name: rule,
      EventBusName: resources.eventBus,
      EventPattern: JSON.stringify({ source: [{ prefix: sourcePrefix }] }),
      Description: 'Temporary rule of tributary tail; may be deleted',
    }),
  );
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Attributes.QueueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
      },
    ],
  });
  await clients.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }),
  );
  await clients.eventBridge.send(
    new PutTargetsCommand({
      Rule: rule,
      EventBusName: resources.eventBus,
      Targets: [{ Id: 'tail', Arn: Attributes.QueueArn }],
    }),
  );
}

async function* receive(
  queueUrl: string,
  { clients: { sqs } }: Gateway,
  signal: AbortSignal,
): AsyncGenerator<EventEnvelope> {
  const { Messages = [] } = await sqs
    .send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        WaitTimeSeconds: waitSeconds,
        MaxNumberOfMessages: 10,
      }),
      { abortSignal: signal },
    )
    .catch((error: unknown) => {
      if (signal.aborted) return { Messages: [] };
      throw error;
    });
  for (const { Body = '{}', ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    yield JSON.parse(Body);
  }
}

/** Tries each step even if another one failed. Never throws: the caller reports the first error. */
async function deleteBoth(
  queueUrl: string,
  rule: string,
  { clients, resources }: Gateway,
  output: Pick<Output, 'progress'>,
): Promise<void> {
  const ofRule = { EventBusName: resources.eventBus };
  const isRuleGone = await isDeleted(async () => {
    await clients.eventBridge.send(
      new RemoveTargetsCommand({ ...ofRule, Rule: rule, Ids: ['tail'] }),
    );
    await clients.eventBridge.send(new DeleteRuleCommand({ ...ofRule, Name: rule }));
  });
  const isQueueGone = await isDeleted(async () => {
    await clients.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  });
  const left = [...(isRuleGone ? [] : ['rule']), ...(isQueueGone ? [] : ['queue'])];
  if (left.length > 0) output.progress(`could not delete the ${left.join(' and the ')} ${rule}`);
}

/** Also `true` for a resource that was never created. */
async function isDeleted(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    return error instanceof ResourceNotFoundException;
  }
}
