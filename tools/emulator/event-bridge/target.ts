import { z } from 'zod';
import { sqsParameters } from './message-group.ts';

/**
 * A target of a rule. Strict: a setting that the emulator ignored would change what the target receives.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
export const eventTarget = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  /** As what EventBridge calls the target. It calls a bus, a queue or a function here without one. */
  RoleArn: z.string().optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.number().optional(),
      MaximumEventAgeInSeconds: z.number().optional(),
    })
    .optional(),
  SqsParameters: sqsParameters.optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z.record(z.string(), z.string()).default({}),
      InputTemplate: z.string(),
    })
    .optional(),
});

/** Where a rule sends the events that match it. */
export type EventTarget = z.infer<typeof eventTarget>;
