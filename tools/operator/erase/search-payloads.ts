import {
  deadLetterPrefixes,
  parsePayloadKey,
  storedBodyPrefixes,
} from '../../../shared/payloads/payload-keys.ts';
import { partitionKey } from '../../../shared/table/keys.ts';
import type { ListedObject } from '../aws/s3-payload-bucket.ts';
import type { CommandContext } from '../command.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { OperatorError } from '../operator-error.ts';
import type { Output } from '../output.ts';
import { createProgress } from '../progress.ts';
import { freeUsd } from '../scan-cost.ts';
import { mentionsAny } from './user-names.ts';

interface ReadablePayloads {
  list(prefix: string): Promise<readonly ListedObject[]>;
  read(key: string): Promise<string | undefined>;
}

/** Objects that are read at the same time; each has a few MB at most. */
const readers = 16;

/** USD for a thousand GET requests, S3 Standard, us-east-1 (S3 pricing, read 2026-11-21). */
const usdPerThousandReads = 0.0004;

/** What the payload bucket holds about a user beside the raw JSON that event records point at. */
export interface FoundObjects {
  /** Unrecognized and unmapped items that name the user. */
  readonly items: readonly string[];
  /** Dead letters that name the user. They hold events of others too: publish them, then erase again. */
  readonly deadLetters: readonly string[];
}

/** Reads every object that may name the user and that no event record of the user points at. */
export type SearchPayloads = (names: ReadonlySet<string>) => Promise<FoundObjects>;

/**
 * Counts the objects that a search has to read, and announces the cost before it reads anything.
 *
 * @throws {OperatorError} when it costs more than a dollar and the cost was not accepted
 */
export async function openPayloadSearch(
  payloads: ReadablePayloads,
  isCostAccepted: boolean | undefined,
  { output, now }: Pick<CommandContext, 'output' | 'now'>,
): Promise<SearchPayloads> {
  const listAll = async (prefixes: readonly string[]) =>
    (await Promise.all(prefixes.map((prefix) => payloads.list(prefix)))).flat();
  const [items, batches] = await Promise.all([
    listAll(storedBodyPrefixes),
    listAll(deadLetterPrefixes),
  ]);
  const objects = items.length + batches.length;
  announceReads(objects, isCostAccepted, output);

  return async (names) => {
    const count = createProgress(output, now, (read) => `${read} of ${objects} objects read`);
    const findIn = async (listed: readonly ListedObject[]) => {
      const keys: string[] = [];
      await forEachInParallel(listed, readers, async ({ key }) => {
        if (mentionsAny((await payloads.read(key)) ?? '', names)) keys.push(key);
        count(1);
      });
      return keys.sort();
    };
    return { items: await findIn(items), deadLetters: await findIn(batches) };
  };
}

function announceReads(
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

/** Partition of the event record that points at a quarantined object. */
export function quarantinedPartition(payloadKey: string): string | undefined {
  const key = parsePayloadKey(payloadKey);
  return key?.kind === 'quarantine' ? partitionKey(key.kind, key.provider, key.sha256) : undefined;
}
