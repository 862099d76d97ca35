import { z } from 'zod';
import { parseJsonOrUndefined } from '../json.ts';
import { readOutput, type StackOutputValues } from '../runtime/stack-outputs.ts';

const description = z.object({
  /** Counts up when a CLI that is older could misread it. */
  format: z.literal(1),
  /** The ids of the construct and of those around it in its stack. */
  name: z.string(),
  url: z.string(),
  secretArn: z.string(),
  /** The rule whose pattern selects the events. */
  ruleArn: z.string(),
  functionName: z.string(),
  /** The queue that invokes the function. */
  queueArn: z.string(),
  queueUrl: z.string(),
  deadLetterQueueArn: z.string(),
  deadLetterQueueUrl: z.string(),
  stateTable: z.string(),
  /** Only of a subscription in order. */
  order: z
    .object({
      /** The standard queue before the one that invokes the function. */
      inboxArn: z.string(),
      inboxUrl: z.string(),
      /** The events that wait, and those that were handled. */
      table: z.string(),
    })
    .optional(),
});

/** What an `HttpSubscription` says about itself, as JSON in an output of its stack: by it the CLI finds it. */
export type HttpSubscriptionDescription = Readonly<z.infer<typeof description>>;

/** End of the name of the output; what comes before is the name of the subscription. */
export const httpSubscriptionOutput = 'HttpSubscription';

export function writeHttpDescription(
  described: Omit<HttpSubscriptionDescription, 'format'>,
): HttpSubscriptionDescription {
  return { format: 1, ...described };
}

/** The HTTP subscriptions of a stack, by name; those of a newer format are left out. */
export function readHttpSubscriptions(
  outputs: StackOutputValues,
): readonly HttpSubscriptionDescription[] {
  return Object.keys(outputs)
    .filter((key) => key.endsWith(httpSubscriptionOutput))
    .flatMap((key) => {
      const json = parseJsonOrUndefined(readOutput(outputs, key) ?? '');
      const described = description.safeParse(json);
      return described.success ? [described.data] : [];
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
