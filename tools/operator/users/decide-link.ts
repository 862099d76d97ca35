import type { ItemStore } from '../../../functions/publisher/ports.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { EventStore } from '../../../shared/table/event-store.ts';
import {
  type Decision,
  toDecisionRecord,
  toMergedRecord,
  toMovedRecord,
} from '../../../shared/table/link-records.ts';
import { type Link, linkKeys, unlinkKeys } from '../../../shared/table/links.ts';
import {
  type Person,
  type ReadSortKeys,
  resolvePerson,
} from '../../../shared/table/resolve-person.ts';
import { toSortKey } from '../../../shared/table/sort-key.ts';
import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import { readingLinks } from './read-user.ts';

/** What a decision about a link changes. */
export interface LinkPlan {
  readonly link: Link;
  readonly state: Decision['state'];
  /** The people afterwards: two, or one when other links join them. */
  readonly people: readonly Person[];
  /** The names whose conversation belongs to another one afterwards. */
  readonly moved: readonly Moved[];
  /** When an operator last decided about one of these people; `undefined` for never. */
  readonly decidedAt: string | undefined;
}

interface Moved {
  readonly name: string;
  readonly from: string;
  readonly into: string;
}

/** What carries out a decision. */
export interface DecisionPorts {
  readonly table: Pick<EventsTable, 'delete' | 'readPartition'>;
  readonly items: ItemStore;
  readonly records: EventStore;
}

/**
 * Plans to undo a link, or to take that back. It does not depend on what an interrupted run has stored, so
 * that the command can be run again.
 */
export async function planDecision(
  link: Link,
  state: Decision['state'],
  readSortKeys: ReadSortKeys,
): Promise<LinkPlan> {
  const { scope, stronger, weaker } = link;
  const linked = readingAs('linked', link, readSortKeys);
  const unlinked = readingAs('unlinked', link, readSortKeys);
  const [before, after] = state === 'linked' ? [unlinked, linked] : [linked, unlinked];
  const peopleBy = async (read: ReadSortKeys) => {
    const people: Person[] = [];
    for (const name of [stronger, weaker]) {
      const isKnown = people.some(({ names }) => names.includes(name));
      if (!isKnown) people.push(await resolvePerson(scope, name, read));
    }
    return people;
  };
  const [peopleBefore, people] = [await peopleBy(before), await peopleBy(after)];
  const moved = people.flatMap(({ names }) =>
    names.flatMap((name): readonly Moved[] => {
      const from = strongestWith(name, peopleBefore);
      const into = strongestWith(name, people);
      return from === into ? [] : [{ name, from, into }];
    }),
  );
  const decidedAt = [...peopleBefore, ...people]
    .flatMap(({ merges }) => [...merges.values()].flatMap((each) => each.decidedAt ?? []))
    .sort()
    .at(-1);
  return { link, state, people, moved, decidedAt };
}

function strongestWith(name: string, people: readonly Person[]): string {
  return people.find(({ names }) => names.includes(name))?.names[0] ?? name;
}

/** Reads the links as if the operator had decided so about this one. */
function readingAs(state: Decision['state'], link: Link, readSortKeys: ReadSortKeys): ReadSortKeys {
  const keys = unlinkKeys(link);
  return async (pk) => {
    const sortKeys = await readSortKeys(pk);
    const own = keys.filter((key) => key.pk === pk).map(({ sk }) => sk);
    return state === 'linked' ? sortKeys.filter((sk) => !own.includes(sk)) : [...sortKeys, ...own];
  };
}

/**
 * Stores a decision and publishes what follows. It has its effect with the first item that is stored or
 * deleted. A run that was interrupted is completed by another one.
 *
 * @param seen the event that announced the link
 * @throws {TributaryError} `store_unavailable`, retryable
 */
export async function carryOutDecision(
  { link, state, moved, decidedAt }: LinkPlan,
  seen: TributaryEvent,
  now: string,
  { table, items, records }: DecisionPorts,
): Promise<void> {
  // The clock of another operator may have been ahead: the later decision must have the later time.
  const at = decidedAt !== undefined && decidedAt >= now ? afterInstant(decidedAt) : now;
  const keys = unlinkKeys(link);
  if (state === 'unlinked') {
    const { error } = await items.insert(
      keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } })),
    );
    if (error) throw error;
  } else {
    for (const key of keys) await table.delete(key);
  }
  const events: readonly EventRecord[] = [
    toDecisionRecord(link, { at, state }, seen),
    ...moved.map((each) => toMovedRecord(link.scope, each, { at, state }, seen)),
  ];
  for (const event of events) await records.store(event);
  for (const event of await findOvertaken(link, seen, table)) await records.store(event);
}

function afterInstant(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString();
}

/**
 * What the people of a link lack afterwards. A publisher may have stored another link of these names since the
 * plan, or since that of a run that was interrupted, and have read what was reported before the decision was:
 * then it has published nothing of what its link changes. A publisher that reads later stores the same records.
 */
async function findOvertaken(
  { scope, stronger, weaker }: Link,
  seen: TributaryEvent,
  table: Pick<EventsTable, 'readPartition'>,
): Promise<readonly EventRecord[]> {
  const records: EventRecord[] = [];
  for (const each of [stronger, weaker]) {
    const { names, merges, isCut } = await resolvePerson(scope, each, readingLinks(table));
    const [into, ...others] = names;
    if (into === undefined || isCut) continue;
    for (const name of others) {
      const { decidedAt, into: reported } = merges.get(name) ?? { into: new Set() };
      if (reported.has(into)) continue;
      records.push(toMergedRecord(scope, { name, into, decidedAt }, seen));
    }
  }
  return records;
}

/** The event that announced a link; `undefined` when the two names were never linked. */
export async function findLinkEvent(
  link: Link,
  { readPartition }: Pick<EventsTable, 'readPartition'>,
): Promise<TributaryEvent | undefined> {
  const { pk } = linkKeys(link).atStronger;
  const sk = toSortKey({ kind: 'link', name: link.weaker });
  return (await readPartition(pk)).find(({ key }) => key.sk === sk)?.event;
}
