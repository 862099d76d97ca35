import { z } from 'zod';
import type { InvocationResult } from '../lambda/function-worker.ts';

const partialResponse = z
  .object({
    batchItemFailures: z
      .array(z.object({ itemIdentifier: z.string().min(1) }))
      .nullish()
      .transform((failures) => failures ?? []),
  })
  .nullable();

/** The outcome of a batch: the identifiers of the items that failed, or all of them. */
export interface BatchOutcome {
  readonly failed: 'all' | ReadonlySet<string>;
}

/**
 * Reads a function's response to a batch as Lambda does. An error fails the whole batch. Without
 * `ReportBatchItemFailures` every other response is a success. With it, an identifier that is not in the
 * batch, or a response in another form, also fails the whole batch.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function readBatchOutcome(
  result: InvocationResult,
  identifiers: readonly string[],
  reportsItemFailures: boolean,
): BatchOutcome {
  if (result.outcome !== 'succeeded') return { failed: 'all' };
  if (!reportsItemFailures) return { failed: new Set() };
  const parsed = partialResponse.safeParse(JSON.parse(result.payload));
  if (!parsed.success) return { failed: 'all' };
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  if (failed.some((identifier) => !identifiers.includes(identifier))) return { failed: 'all' };
  return { failed: new Set(failed) };
}
