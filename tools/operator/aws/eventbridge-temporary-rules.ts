import {
  DeleteRuleCommand,
  ListRulesCommand,
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
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { Gateway } from '../gateway/gateway.ts';

/** The longest wait of one ReceiveMessage. */
const waitSeconds = 20;

/**
 * A receiver that is slow or down must not cost events: each may be tried for minutes while others wait. The
 * queue is deleted at the end; that of a process that was killed must not hold messages for long.
 */
const retentionSeconds = '3600';

/** What a command creates for itself on the bus. */
export interface TemporaryRules {
  /** Name of the command: `tail`. */
  readonly command: string;
  readonly rules: readonly { readonly name: string; readonly pattern: object }[];
}

/** What has to be deleted again. */
export interface TemporaryResources extends Pick<TemporaryRules, 'command'> {
  readonly ruleNames: readonly string[];
  /** Absent when there is no queue. */
  readonly queueUrl: string | undefined;
}

type Ports = Pick<Gateway, 'clients' | 'resources'>;

/** Creates a queue that nothing sends to yet. */
export async function createTemporaryQueue(name: string, { clients }: Ports): Promise<string> {
  const { QueueUrl = '' } = await clients.sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { MessageRetentionPeriod: retentionSeconds, SqsManagedSseEnabled: 'true' },
    }),
  );
  return QueueUrl;
}

/** Creates the rules, and sends what matches them to the queue. They take effect some seconds later. */
export async function connectRules(
  queueUrl: string,
  { rules, command }: TemporaryRules,
  { clients, resources }: Ports,
): Promise<void> {
  const arns: string[] = [];
  for (const { name, pattern } of rules) {
    const { RuleArn = '' } = await clients.eventBridge.send(
      new PutRuleCommand({
        Name: name,
        EventBusName: resources.eventBus,
        EventPattern: JSON.stringify(pattern),
        Description: `Temporary rule of tributary ${command}; may be deleted`,
      }),
    );
    arns.push(RuleArn);
  }
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
        Condition: { ArnEquals: { 'aws:SourceArn': arns } },
      },
    ],
  });
  await clients.sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }),
  );
  for (const { name } of rules) {
    await clients.eventBridge.send(
      new PutTargetsCommand({
        Rule: name,
        EventBusName: resources.eventBus,
        Targets: [{ Id: command, Arn: Attributes.QueueArn }],
      }),
    );
  }
}

/** Yields the events that have arrived; waits up to 20 seconds for the first one, or until the signal. */
export async function* receiveEvents(
  queueUrl: string,
  { clients: { sqs } }: Ports,
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

/** What a process that was killed has left of the rules and the queue whose names begin with this one. */
export async function findTemporary(
  { name, command }: { readonly name: string; readonly command: string },
  { clients, resources }: Ports,
): Promise<TemporaryResources> {
  // A command creates few rules, so that one page has all.
  const { Rules = [] } = await clients.eventBridge.send(
    new ListRulesCommand({ EventBusName: resources.eventBus, NamePrefix: name }),
  );
  const { QueueUrl } = await clients.sqs
    .send(new GetQueueUrlCommand({ QueueName: name }))
    .catch((error: unknown) => {
      if (error instanceof QueueDoesNotExist) return { QueueUrl: undefined };
      throw error;
    });
  return { command, ruleNames: Rules.map(({ Name = '' }) => Name), queueUrl: QueueUrl };
}

/**
 * Tries each step even if another one failed, and never throws.
 *
 * @returns what could not be deleted
 */
export async function deleteTemporary(
  { command, ruleNames, queueUrl }: TemporaryResources,
  { clients, resources }: Ports,
): Promise<readonly ('rule' | 'queue')[]> {
  const ofBus = { EventBusName: resources.eventBus };
  const left: ('rule' | 'queue')[] = [];
  for (const name of ruleNames) {
    const isGone = await isDeleted(async () => {
      await clients.eventBridge.send(
        new RemoveTargetsCommand({ ...ofBus, Rule: name, Ids: [command] }),
      );
      await clients.eventBridge.send(new DeleteRuleCommand({ ...ofBus, Name: name }));
    });
    if (!isGone && !left.includes('rule')) left.push('rule');
  }
  const isQueueGone =
    queueUrl === undefined ||
    (await isDeleted(async () => {
      await clients.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
    }));
  return isQueueGone ? left : [...left, 'queue'];
}

/** Also `true` for a resource that was never created. */
async function isDeleted(step: () => Promise<void>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    return error instanceof ResourceNotFoundException || error instanceof QueueDoesNotExist;
  }
}
