import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import { type EventItem, type ItemAttributes, toEventItem } from '../../shared/table/event-item.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { toKeyText } from '../../shared/table/keys.ts';
import { toLinkRecord, toMergedRecord } from '../../shared/table/link-records.ts';
import { type Link, linkKeys } from '../../shared/table/links.ts';
import {
  type Person,
  type ReadSortKeys,
  resolvePerson,
} from '../../shared/table/resolve-person.ts';
import { TributaryError, toErrorFields } from '../../shared/tributary-error.ts';
import { createTurns } from '../../shared/turns.ts';
import { insertItems } from './insert-items.ts';
import type { PublisherPorts } from './ports.ts';
import type { Outgoing } from './read-record.ts';

/** Reads, or updates, of links that are under way at the same time: an AWS client has 50 connections. */
const maxCalls = 32;

/**
 * New links that are stored together. While AWS is slow, an invocation may have no time for a whole batch of
 * them: it stores the first ones, and the next invocation continues there.
 */
const maxNewLinks = 250;

/** A link, and the first event that shows it. */
interface SeenLink extends Link {
  readonly id: string;
  readonly seen: TributaryEvent;
  readonly expiresAtSeconds: number | undefined;
}

/** A link, and some of the items that belong to it. */
interface LinkItems {
  readonly link: SeenLink;
  readonly items: readonly ItemAttributes[];
}

/**
 * Stores the links that events show and the table does not have. Each becomes an event record
 * `user.updated`, and where it joins conversations, further ones `conversation.updated`: the table's stream
 * brings them to the publisher, as it does everything else.
 *
 * The record of the link is stored last. While it is missing, an invocation that repeats the events does
 * all of it again, and each item is stored once (`docs/adr/0037-one-person-one-conversation.md`).
 *
 * @param events in stream order
 * @returns the events before the first one of which the table may lack a link
 */
export async function storeLinks(
  events: readonly Outgoing[],
  ports: PublisherPorts,
): Promise<readonly Outgoing[]> {
  const { known } = ports.links;
  const unknown = new Map<string, SeenLink>();
  for (const { event, expiresAt, links } of events) {
    for (const link of links) {
      const id = toKeyText(linkKeys(link).atStronger);
      if (known.has(id) || unknown.has(id)) continue;
      unknown.set(id, { ...link, id, seen: event, expiresAtSeconds: toExpiry(event, expiresAt) });
    }
  }
  if (unknown.size === 0) return events;
  const links = [...unknown.values()];
  const inTable = await findStored(links, ports);
  for (const id of inTable) known.add(id);
  const stored = new Set<string>();
  const waiting = links.filter(({ id }) => !inTable.has(id));
  // What follows a link that is not stored is held back with it.
  for (let next = 0; next === stored.size && next < waiting.length; next += maxNewLinks) {
    for (const id of await storeNew(waiting.slice(next, next + maxNewLinks), ports)) stored.add(id);
  }
  for (const id of stored) known.add(id);
  const isMissing = (link: Link) => {
    const id = toKeyText(linkKeys(link).atStronger);
    return unknown.has(id) && !inTable.has(id) && !stored.has(id);
  };
  const end = events.findIndex(({ links: ofEvent }) => ofEvent.some(isMissing));
  return end < 0 ? events : events.slice(0, end);
}

/**
 * The links that the table has. One that is still in use is extended before it expires, so that it outlives
 * every event that shows it. Where that fails, it is stored again, as far as the table lacks it.
 *
 * @returns their ids
 */
async function findStored(
  links: readonly SeenLink[],
  { links: store, hasTime }: PublisherPorts,
): Promise<ReadonlySet<string>> {
  const expiries = await store.findKnown(links.map((link) => linkKeys(link).atStronger));
  // The two items of a link are two updates.
  const inTurn = createTurns(maxCalls / 2);
  const ids = links.map(async (link) => {
    if (!expiries.has(link.id)) return [];
    if (!isShort(expiries.get(link.id), link)) return [link.id];
    const { atStronger, atWeaker } = linkKeys(link);
    const isExtended = await inTurn(async () => {
      return hasTime() && store.extend([atWeaker, atStronger], link.expiresAtSeconds);
    });
    return isExtended ? [link.id] : [];
  });
  return new Set((await Promise.all(ids)).flat());
}

/**
 * Whether a link would expire less than half a retention after the event. An environment does not look for
 * a link that it knows, so it must be longer than that.
 */
function isShort(storedSeconds: number | undefined, { seen, expiresAtSeconds }: SeenLink): boolean {
  if (storedSeconds === undefined) return false;
  if (expiresAtSeconds === undefined) return true;
  const retentionSeconds = (expiresAtSeconds - receivedAtSeconds(seen)) / 2;
  return storedSeconds < expiresAtSeconds - retentionSeconds / 2;
}

/** @returns the ids of those that the table has afterwards */
async function storeNew(
  links: readonly SeenLink[],
  ports: PublisherPorts,
): Promise<ReadonlySet<string>> {
  let left: readonly LinkItems[] = links.map((link) => ({ link, items: [toPlainItem(link)] }));
  const store = async () => {
    const isStored = await insertItems(
      left.flatMap(({ items }) => items),
      ports,
    );
    return left.filter(({ items }) => items.every(isStored)).map(({ link }) => link);
  };
  if (left.length === 0) return new Set();
  // Each step needs what the one before it has stored: a link whose items failed is left out.
  const withItem = await store();
  left = await addMerged(withItem, ports);
  const withMerged = await store();
  left = withMerged.map((link) => ({ link, items: [toItem(toLinkRecord(link, link.seen), link)] }));
  return new Set((await store()).map(({ id }) => id));
}

/** The records of conversations that belong together by these links, and were not reported to. */
async function addMerged(
  links: readonly SeenLink[],
  { links: store, log, hasTime }: PublisherPorts,
): Promise<readonly LinkItems[]> {
  const reads = new Map<string, Promise<readonly string[]>>();
  const inTurn = createTurns(maxCalls);
  const readSortKeys: ReadSortKeys = async (pk) => {
    const read = reads.get(pk) ?? inTurn(() => (hasTime() ? store.readSortKeys(pk) : rejectLate()));
    reads.set(pk, read);
    return read;
  };
  const errors: unknown[] = [];
  const added = links.map(async (link) => {
    try {
      const { weaker, stronger, scope } = link;
      // The item at the weaker name is in the table: everything is found from there.
      const person = await resolvePerson(scope, weaker, readSortKeys, { stopsWhenCut: true });
      const isLinked = person.names.includes(stronger);
      return [{ link, items: isLinked ? toMergedItems(link, person) : [] }];
    } catch (error) {
      errors.push(error);
      return [];
    }
  });
  const items = (await Promise.all(added)).flat();
  if (errors.length > 0) {
    log.error('links not read', { ...toErrorFields(errors[0]), links: errors.length });
  }
  return items;
}

async function rejectLate(): Promise<never> {
  throw new TributaryError(
    'store_unavailable',
    'the publisher has no time left to read links, and reads them in its next invocation',
    { retryable: true },
  );
}

/** Of too many names some are of other people: nothing is merged by them. */
function toMergedItems(
  link: SeenLink,
  { names, merges, isCut }: Person,
): readonly ItemAttributes[] {
  const [into, ...others] = names;
  if (into === undefined || isCut) return [];
  return others.flatMap((name) => {
    const { decidedAt, into: reported } = merges.get(name) ?? { into: new Set() };
    if (reported.has(into)) return [];
    return [toItem(toMergedRecord(link.scope, { name, into, decidedAt }, link.seen), link)];
  });
}

/** What follows from an operator's decision is received later than the event, and expires later. */
function toItem(record: EventRecord, { seen, expiresAtSeconds }: SeenLink): EventItem {
  const laterSeconds = receivedAtSeconds(record.event) - receivedAtSeconds(seen);
  return toEventItem(record, {
    publish: true,
    expiresAtSeconds: expiresAtSeconds && expiresAtSeconds + laterSeconds,
  });
}

function toPlainItem(link: SeenLink): ItemAttributes {
  const { pk, sk } = linkKeys(link).atWeaker;
  const { expiresAtSeconds } = link;
  return {
    pk: { S: pk },
    sk: { S: sk },
    ...(expiresAtSeconds !== undefined && { expiresAt: { N: String(expiresAtSeconds) } }),
  };
}

/**
 * When a link expires, in seconds since 1970: a retention later than the event that showed it, so that it
 * is there as long as messages that came by one of its names meanwhile.
 */
function toExpiry(
  event: TributaryEvent,
  expiresAt: AttributeValue | undefined,
): number | undefined {
  if (expiresAt?.N === undefined) return undefined;
  const seconds = Number(expiresAt.N);
  return seconds + (seconds - receivedAtSeconds(event));
}

function receivedAtSeconds(event: TributaryEvent): number {
  return Math.ceil(Date.parse(event.detail.metadata.receivedAt) / 1000);
}
