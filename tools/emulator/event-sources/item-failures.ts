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

/** What became of a batch: identifiers of the items that failed, or all of them. */
export type BatchOutcome = { readonly failed: 'all' | ReadonlySet<string> };

/**
 * Reads the answer of a function to a batch, as Lambda does: an error fails all of it; without
 * `ReportBatchItemFailures` every other answer is a success; with it, an identifier that is not in
 * the batch, or an answer in another form, fails all of it too.
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
