import type { ListedObject } from '../aws/s3-payload-bucket.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { createProgress } from '../progress.ts';
import type { Audience } from '../record-source/record-source.ts';
import { announcePayloadReads } from './payload-cost.ts';
import { mentionsAny } from './user-names.ts';

interface ReadablePayloads {
  list(prefix: string): Promise<readonly ListedObject[]>;
  read(key: string): Promise<string | undefined>;
}

/** Objects of which each is one item: what was not understood, and what has no event. */
const itemPrefixes = ['quarantine/', 'unmapped/'] as const;

/** Objects with the records of many: they are published first, not deleted. */
const batchPrefixes = ['dead-letters/', 'aws/lambda/'] as const;

/** Objects that are read at the same time; each is a few MB at most. */
const readers = 16;

/** What the payload bucket holds of a user beside the raw JSON that event records point at. */
export interface FoundObjects {
  /** Items that name the user. */
  readonly items: readonly string[];
  /** Undelivered events that name the user. */
  readonly deadLetters: readonly string[];
}

/** Reads every object that no event record of the user points at, and finds those that name the user. */
export type SearchPayloads = (names: ReadonlySet<string>) => Promise<FoundObjects>;

/**
 * Counts the objects that a search has to read, and says what that costs before anything is read.
 *
 * @throws {OperatorError} when it costs more than a dollar and nobody agreed to it
 */
export async function openPayloadSearch(
  payloads: ReadablePayloads,
  isCostAccepted: boolean | undefined,
  { output, now }: Audience,
): Promise<SearchPayloads> {
  const listAll = async (prefixes: readonly string[]) =>
    (await Promise.all(prefixes.map((prefix) => payloads.list(prefix)))).flat();
  const [items, batches] = await Promise.all([listAll(itemPrefixes), listAll(batchPrefixes)]);
  const objects = items.length + batches.length;
  announcePayloadReads(objects, isCostAccepted, output);

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

/** Partition of the event record that points at a quarantined object. */
export function quarantinedPartition(payloadKey: string): string | undefined {
  const [, provider, sha256] = /^quarantine\/([^/]+)\/([0-9a-f]{64})\.json$/.exec(payloadKey) ?? [];
  return provider && sha256 ? `quarantine#${provider}#${sha256}` : undefined;
}
