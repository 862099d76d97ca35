import { z } from 'zod';

/** `SqsParameters` of a rule's target. */
export const sqsParameters = z.strictObject({ MessageGroupId: z.string() });

/** The longest message group of a target (API reference, `SqsParameters`, read 2026-11-28). */
const maxCharacters = 100;

/**
 * What is wrong with the message group of a target.
 *
 * EventBridge sends `MessageGroupId` to the queue as it is: a rule cannot take it from the event. With
 * a JSON path, all events would be in one group of that name, one after the other. So the emulator
 * refuses a path, which AWS accepts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_SqsParameters.html
 */
export function findMessageGroupProblem({
  Arn: arn,
  SqsParameters: parameters,
}: {
  readonly Arn: string;
  readonly SqsParameters?: z.infer<typeof sqsParameters> | undefined;
}): string | undefined {
  const isFifo = arn.endsWith('.fifo');
  if (parameters === undefined) {
    return isFifo
      ? 'SqsParameters must be specified, because the target is a FIFO queue'
      : undefined;
  }
  const { MessageGroupId: group } = parameters;
  if (group.startsWith('$')) {
    return `SqsParameters.MessageGroupId is ${group}, and EventBridge would use this text as the group of all events: a rule cannot take the group from the event. Send to a standard queue, and from there to the FIFO queue, as Subscription with order: 'conversation' does`;
  }
  return group.length === 0 || group.length > maxCharacters
    ? `SqsParameters.MessageGroupId must have 1 to ${maxCharacters} characters`
    : undefined;
}
