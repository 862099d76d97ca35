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
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { Output } from '../output.ts';
import type { Gateway } from './gateway.ts';

/** The longest that SQS holds a question. */
const waitSeconds = 20;

/** A queue that was left behind by a process that was killed keeps nothing for long. */
const retentionSeconds = '300';

/**
 * The events of a deployed bus, as they come: by a rule and a queue of their own, which are deleted
 * when nobody asks for more, on Ctrl-C and after an error too. What cannot be deleted is named. The
 * first events come some seconds after the rule.
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
    output.progress(`rule ${name}; Ctrl-C ends it and takes it away`);
    while (!stopping.signal.aborted) yield* receive(queueUrl, gateway, stopping.signal);
  } finally {
    stopping.abort();
    await stopped;
    if (queueUrl !== undefined) await takeAway(queueUrl, name, gateway, output);
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
      EventPattern: JSON.stringify({ source: [{ prefix: 'tributary.' }] }),
      Description: 'Made by tributary tail; may be deleted',
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

/** Each step is tried, whatever became of the others: the error that led here is what counts. */
async function takeAway(
  queueUrl: string,
  rule: string,
  { clients, resources }: Gateway,
  output: Pick<Output, 'progress'>,
): Promise<void> {
  const ofRule = { EventBusName: resources.eventBus };
  const isRuleGone = await isDone(async () => {
    await clients.eventBridge.send(
      new RemoveTargetsCommand({ ...ofRule, Rule: rule, Ids: ['tail'] }),
    );
    await clients.eventBridge.send(new DeleteRuleCommand({ ...ofRule, Name: rule }));
  });
  const isQueueGone = await isDone(async () => {
    await clients.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  });
  const left = [...(isRuleGone ? [] : ['rule']), ...(isQueueGone ? [] : ['queue'])];
  if (left.length > 0)
    output.progress(`could not be deleted: the ${left.join(' and the ')} ${rule}`);
}

/** What was never made is gone too. */
async function isDone(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    return error instanceof ResourceNotFoundException;
  }
}
