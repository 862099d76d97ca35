import { z } from 'zod';
import type { AwsCall } from './call.ts';

/** The operations of SQS whose output has URLs of queues. */
const operations = ['CreateQueue', 'GetQueueUrl', 'ListQueues', 'ListDeadLetterSourceQueues'];

const output = z.looseObject({
  QueueUrl: z.string().optional(),
  QueueUrls: z.array(z.string()).optional(),
  queueUrls: z.array(z.string()).optional(),
});

/**
 * Makes the queue URLs of a response lead to the emulator. A client sends the next call to the URL of the queue, and
 * that of the engine has a host name that nothing resolves; it would also pass by the permissions of the caller.
 *
 * @returns how to rewrite the body of the response; `undefined` for a call without URLs in its response
 */
export function rewritesQueueUrls({
  service,
  operation,
  headers: { host },
}: AwsCall): ((body: string) => string) | undefined {
  if (service !== 'sqs' || !operations.includes(operation)) return undefined;
  const toOwn = (url: string) => `http://${host}${new URL(url).pathname}`;
  return (body) => {
    const { QueueUrl, QueueUrls, queueUrls, ...others } = output.parse(JSON.parse(body));
    return JSON.stringify({
      ...others,
      ...(QueueUrl !== undefined && { QueueUrl: toOwn(QueueUrl) }),
      ...(QueueUrls && { QueueUrls: QueueUrls.map(toOwn) }),
      ...(queueUrls && { queueUrls: queueUrls.map(toOwn) }),
    });
  };
}
