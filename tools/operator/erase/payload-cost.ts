import { OperatorError } from '../operator-error.ts';
import type { Output } from '../output.ts';
import { freeUsd } from '../scan-cost.ts';

/** USD for a thousand GET requests, S3 Standard, us-east-1 (S3 pricing, read 2026-11-21). */
const usdPerThousandReads = 0.0004;

/**
 * Announces what it costs to read this many objects of the payload bucket.
 *
 * @throws {OperatorError} when that is more than a dollar and the cost was not accepted
 */
export function announcePayloadReads(
  objects: number,
  isAccepted: boolean | undefined,
  output: Pick<Output, 'progress'>,
): void {
  const usd = (objects / 1_000) * usdPerThousandReads;
  const text = `${objects} objects, about ${usd.toFixed(2)} USD`;
  if (usd > freeUsd && !isAccepted) {
    throw new OperatorError(
      `this reads every quarantined, unmapped and dead-letter object (${text}); add --accept-cost to continue`,
    );
  }
  output.progress(`to read in the payload bucket: ${text}`);
}
