import type { TableSize } from './aws/dynamodb-events-table.ts';
import { OperatorError } from './operator-error.ts';
import type { Output } from './output.ts';

/** USD for a million read request units, on demand, us-east-1 (DynamoDB pricing, read 2026-11-21). */
const usdPerMillionReadUnits = 0.125;

/** An eventually consistent read of 8 KB takes one unit. */
const bytesPerReadUnit = 8 * 1024;

/** A page of a scan is 1 MB; a segment should have more than a few. */
const bytesPerSegment = 64 * 1024 * 1024;
const maxSegments = 16;

/** A more expensive scan needs `--accept-cost`. */
export const freeUsd = 1;

/** What a scan of the table costs. */
export interface ScanCost {
  readonly bytes: number;
  readonly readUnits: number;
  readonly usd: number;
  /** How many segments to read at a time. */
  readonly segments: number;
}

/** Estimates the cost of reading the whole table once, from the size that DynamoDB reports. */
export function estimateScan({ bytes }: TableSize): ScanCost {
  const readUnits = Math.ceil(bytes / bytesPerReadUnit);
  return {
    bytes,
    readUnits,
    usd: (readUnits / 1_000_000) * usdPerMillionReadUnits,
    segments: Math.min(maxSegments, Math.max(2, Math.ceil(bytes / bytesPerSegment))),
  };
}

/** What a scan costs, in words. DynamoDB updates the size of a table a few times a day. */
export function describeCost({ bytes, readUnits, usd }: ScanCost): string {
  return bytes > 0
    ? `${(bytes / 1e6).toFixed(1)} MB, ${readUnits} read units, about ${usd.toFixed(2)} USD`
    : 'DynamoDB has not counted its size yet';
}

/**
 * Prints what a scan costs before it starts. On the emulator it costs nothing, and nothing is printed.
 *
 * @throws {OperatorError} when it costs more than a dollar and the cost is not accepted
 */
export function announceScan(
  size: TableSize,
  isAccepted: boolean | undefined,
  output: Pick<Output, 'progress'>,
  isLocal = false,
): ScanCost {
  const cost = estimateScan(size);
  if (isLocal) return cost;
  const text = describeCost(cost);
  if (cost.usd > freeUsd && !isAccepted) {
    throw new OperatorError(
      `this reads the whole table (${text}): add --accept-cost to continue, or read a point-in-time export with --from-export`,
    );
  }
  output.progress(`reading the whole table: ${text}`);
  return cost;
}
