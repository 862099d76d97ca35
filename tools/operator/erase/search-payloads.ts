import {
  deadLetterPrefixes,
  parsePayloadKey,
  payloadPrefixes,
} from '../../../shared/payloads/payload-keys.ts';
import { partitionKey } from '../../../shared/table/partition-key.ts';
import type { BucketContents, ObjectVersion } from '../aws/s3-bucket-contents.ts';
import type { CommandContext } from '../command.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { createProgress } from '../progress.ts';
import { type LetterWithoutUser, removeUser } from './dead-letters.ts';
import type { FoundUser } from './find-user.ts';
import { toOwner } from './known-names.ts';
import { announceReads } from './read-cost.ts';
import type { References } from './references.ts';

const ownPrefixes = Object.values(payloadPrefixes);

/** Objects that are read at the same time; each has a few MB at most. */
const readers = 16;

/** What the payload bucket holds about a user beside the raw JSON that event records point at. */
export interface FoundPayloads {
  /** Unrecognized and unmapped items, and raw JSON whose event record is gone. */
  readonly items: readonly string[];
  /** Dead letters with an event of the user, by key. */
  readonly deadLetters: ReadonlyMap<string, Exclude<LetterWithoutUser, { kind: 'unchanged' }>>;
  /** Dead letters whose old versions have the user, and which themselves do not: they were redriven. */
  readonly oldDeadLetters: readonly string[];
  /** Dead letters about others that name the user. */
  readonly mentions: readonly string[];
  /** How many objects with raw JSON were not read, because an event record says whom they are about. */
  readonly unreadRaw: number;
  /** Objects that the gateway did not write, such as an export. They are not read. */
  readonly foreign: readonly string[];
}

/** Reads every object that may name the user and that no event record points at. */
export type SearchPayloads = (user: FoundUser, references: References) => Promise<FoundPayloads>;

/**
 * Lists the payload bucket with all old versions, and announces the cost before it reads anything.
 *
 * Raw JSON whose event record exists is found by that record. The rest is found by what it says.
 *
 * @throws {OperatorError} when it costs more than a dollar and the cost was not accepted
 */
export async function openPayloadSearch(
  payloads: Pick<BucketContents, 'pages' | 'read'>,
  isCostAccepted: boolean | undefined,
  { output, now }: Pick<CommandContext, 'output' | 'now'>,
): Promise<SearchPayloads> {
  const versions: ObjectVersion[] = [];
  const foreign = new Set<string>();
  for await (const page of payloads.pages()) {
    for (const version of page) {
      // By its folder: an earlier version may have written other keys in it.
      if (isBelow(version.key, ownPrefixes)) versions.push(version);
      else foreign.add(version.key);
    }
  }
  announceReads(
    versions.length,
    'quarantined and unmapped items, dead letters and raw JSON without an event record',
    isCostAccepted,
    output,
  );

  return async (user, references) => {
    const toRead = versions.filter(
      ({ key }) => !isBelow(key, [payloadPrefixes.raw]) || !references.hasRaw(key),
    );
    const count = createProgress(output, now, (read) => `${read} of ${toRead.length} objects read`);
    const readAll = async (
      some: readonly ObjectVersion[],
      look: (version: ObjectVersion, body: string) => void,
    ) =>
      forEachInParallel(some, readers, async (version) => {
        look(version, (await payloads.read(version)) ?? '');
        count(1);
      });
    const isLetter = ({ key }: ObjectVersion) => isBelow(key, deadLetterPrefixes);
    const items = new Set<string>();
    await readAll(
      toRead.filter((version) => !isLetter(version)),
      ({ key }, body) => {
        if (isItemOf(user, key, body)) items.add(key);
      },
    );
    // The dead letter of an unrecognized item names no one: it is of the user whose item it points at.
    const partitions = new Set([...user.partitions, ...partitionsOf([...items], references)]);
    const letters = createLetterSearch({ ...user, partitions });
    await readAll(toRead.filter(isLetter), letters.look);
    return {
      items: [...items].sort(),
      ...letters.found(),
      unreadRaw: versions.length - toRead.length,
      foreign: [...foreign].sort(),
    };
  };
}

function isBelow(key: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => key.startsWith(prefix));
}

function isItemOf(
  { matcher, names, additions, bodies }: FoundUser,
  key: string,
  body: string,
): boolean {
  const found = matcher.namesIn(body);
  const owner = bodies.isConfirmed(key) ? 'user' : toOwner(found, names);
  if (owner === 'undecided') additions.add(found, 'payloadObjects');
  if (owner !== 'user') return false;
  bodies.add(key, [body]);
  return bodies.isOfUser(key);
}

function createLetterSearch(user: FoundUser) {
  const deadLetters = new Map<string, Exclude<LetterWithoutUser, { kind: 'unchanged' }>>();
  const old = new Set<string>();
  const mentions = new Set<string>();
  return {
    look({ key, isLatest }: ObjectVersion, body: string): void {
      const without = removeUser(body, user, ({ owner, names }) => {
        if (owner === 'undecided') user.additions.add(names, 'deadLetters');
      });
      const isMentioned = toOwner(user.matcher.namesIn(body), user.names) === 'user';
      // Every event of an old version is published, or in the new version of the object.
      if (!isLatest && (isMentioned || without.kind !== 'unchanged')) old.add(key);
      else if (without.kind !== 'unchanged') deadLetters.set(key, without);
      else if (isMentioned) mentions.add(key);
    },
    found: () => ({
      deadLetters,
      oldDeadLetters: [...old].filter((key) => !deadLetters.has(key)).sort(),
      mentions: [...mentions].sort(),
    }),
  };
}

/** Partitions of the event records that point at these objects, as far as their keys or records say. */
export function partitionsOf(
  payloadKeys: readonly string[],
  references: References,
): readonly string[] {
  return payloadKeys.flatMap(
    (key) => quarantinedPartition(key) ?? references.partitionOf(key) ?? [],
  );
}

/** Partition of the event record that points at a quarantined object. */
export function quarantinedPartition(payloadKey: string): string | undefined {
  const key = parsePayloadKey(payloadKey);
  return key?.kind === 'quarantine' ? partitionKey(key.kind, key.provider, key.sha256) : undefined;
}
