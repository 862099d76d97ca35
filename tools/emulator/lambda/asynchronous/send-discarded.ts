import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../../../emulator-client/aws-clients.ts';
import type { FunctionSettings } from '../function-settings.ts';
import type { DiscardedEvent } from './invoke-asynchronously.ts';
import type { RetrySettings } from './retry-settings.ts';

/** What the function and its settings name. */
export interface Destinations extends Pick<RetrySettings, 'onFailureArn'> {
  readonly settings: Pick<FunctionSettings, 'functionName' | 'functionArn' | 'deadLetterArn'>;
  /** With the role of the function, which must be allowed to send. */
  readonly clients: Pick<AwsClients, 'sqs' | 'eventBridge'>;
  queueUrlOf(arn: string): Promise<string | undefined>;
  onError(line: string): void;
}

/**
 * Sends an event that Lambda discards to the on-failure destination as a record of the invocation, and to the
 * dead-letter queue of the function as it is. One that cannot be sent is lost, as on AWS, and named.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function sendDiscarded(
  discarded: DiscardedEvent,
  destinations: Destinations,
): Promise<void> {
  const { settings, onFailureArn, onError } = destinations;
  const { functionName, deadLetterArn } = settings;
  if (onFailureArn === undefined && deadLetterArn === undefined) {
    onError(
      `${functionName} loses an event: it has no on-failure destination and no dead-letter queue`,
    );
    return;
  }
  const record = JSON.stringify(toInvocationRecord(discarded, settings));
  const send = async (arn: string, step: () => Promise<unknown>) => {
    try {
      await step();
    } catch (error) {
      onError(`${functionName} loses an event: ${arn} did not accept it: ${String(error)}`);
    }
  };
  if (onFailureArn !== undefined) {
    await send(onFailureArn, () =>
      onFailureArn.split(':')[2] === 'events'
        ? putOnBus(onFailureArn, record, destinations)
        : sendToQueue(onFailureArn, { MessageBody: record }, destinations),
    );
  }
  if (deadLetterArn !== undefined) {
    const { event, requestId, error } = discarded;
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await send(deadLetterArn, () =>
      sendToQueue(
        deadLetterArn,
        {
          MessageBody: event,
          MessageAttributes: {
            RequestID: text(requestId),
            ErrorCode: { DataType: 'Number', StringValue: '200' },
            ErrorMessage: text(error.errorMessage),
          },
        },
        destinations,
      ),
    );
  }
}

async function sendToQueue(
  arn: string,
  message: Omit<SendMessageCommand['input'], 'QueueUrl'>,
  { clients, queueUrlOf }: Destinations,
): Promise<void> {
  const QueueUrl = await queueUrlOf(arn);
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
}

async function putOnBus(
  EventBusName: string,
  Detail: string,
  { settings, clients }: Destinations,
): Promise<void> {
  const DetailType = 'Lambda Function Invocation Result - Failure';
  const Resources = [settings.functionArn];
  const entry = { EventBusName, Source: 'lambda', DetailType, Detail, Resources };
  const { Entries } = await clients.eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  const problem = Entries?.[0]?.ErrorMessage;
  if (problem !== undefined) throw new Error(problem);
}

function toInvocationRecord(
  { requestId, condition, invokeCount, event, error, at }: DiscardedEvent,
  { functionArn }: Destinations['settings'],
): object {
  return {
    version: '1.0',
    timestamp: at.toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: JSON.parse(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error,
  };
}
