import { OperatorError } from '../operator-error.ts';
import type { Output } from '../output.ts';
import { freeUsd } from '../scan-cost.ts';

/**
 * USD for a thousand GET or HEAD requests, S3 Standard, us-east-1 (S3 pricing, read 2026-11-21). Listing
 * a thousand objects costs 0.005 USD for each thousand requests, so it is not announced.
 */
const usdPerThousandReads = 0.0004;

/**
 * Prints what it costs to read objects, before any is read.
 *
 * @param what the objects, in words
 * @throws {OperatorError} when it costs more than a dollar and the cost was not accepted
 */
export function announceReads(
  objects: number,
  what: string,
  isAccepted: boolean | undefined,
  output: Pick<Output, 'progress'>,
): void {
  const usd = (objects / 1_000) * usdPerThousandReads;
  const text = `${objects} objects, about ${usd.toFixed(2)} USD`;
  if (usd > freeUsd && !isAccepted) {
    throw new OperatorError(`this reads ${what} (${text}); add --accept-cost to continue`);
  }
  output.progress(`to read, ${what}: ${text}`);
}
