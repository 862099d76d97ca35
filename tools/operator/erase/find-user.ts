import { parseConversationKey } from '../../../shared/contract/conversation-key.ts';
import { isReceivedCallback } from '../../../shared/contract/event-kinds.ts';
import { personOf } from '../../../shared/contract/user-names.ts';
import { toPhone } from '../../../shared/provider/values/phone.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { messagePartitionsOf } from '../../../shared/table/message-partitions.ts';
import { parseSortKey } from '../../../shared/table/sort-key.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';
import type { ErasedPartitions } from './erased-partitions.ts';
import {
  type AdditionCounter,
  createAdditionCounter,
  createHashReader,
  type KnownNames,
  toOwner,
} from './known-names.ts';
import { type BodyJudge, createBodyJudge } from './other-people.ts';
import { createNameMatcher, type NameMatcher } from './spelling/name-matcher.ts';
import { nationalForms } from './spelling/national-forms.ts';
import { type UnsearchedName, unsearchedNames } from './spelling/unsearched-names.ts';
import { participantOf } from './user-names.ts';

/** Why a name may be the user's. */
export interface NameLink {
  readonly name: string;
  /** The confirmed name that leads to it. */
  readonly from: string;
  /**
   * An event record that has both; absent for the national form of a phone number, which no record
   * needs to have.
   */
  readonly record?: RecordKey;
  /** How many event records have both. */
  readonly records: number;
}

/** What a table holds about one user. */
export interface FoundUser {
  readonly names: KnownNames;
  readonly links: readonly NameLink[];
  readonly matcher: NameMatcher;
  /** Names that the texts of bodies were not searched for. */
  readonly unsearched: readonly UnsearchedName[];
  /** What the undecided names would add. */
  readonly additions: AdditionCounter;
  /** Decides on bodies that no adapter has read. */
  readonly bodies: BodyJudge;
  /** Partitions about the user: messages from and to them, their changes. */
  readonly partitions: ReadonlySet<string>;
  /** Partitions that an earlier erasure has deleted. What is in them and names no one is the user's. */
  readonly erased: ErasedPartitions;
  /** Single items about the user in other partitions: statuses of a group's members, texts of the owner's. */
  readonly records: readonly RecordKey[];
  /** Other event records that name the user: in a contact card, in a text. */
  readonly mentions: readonly RecordKey[];
  /** Event records whose raw JSON this version cannot read. */
  readonly unreadable: readonly RecordKey[];
}

/** What the operator said about names. */
export interface NameDecisions {
  /** The user, and what `--also` named. */
  readonly confirmed: ReadonlySet<string>;
  /** What `--not` named. */
  readonly rejected: ReadonlySet<string>;
  /** Bodies that `--also` named, by object or by the partition of the callback. */
  readonly confirmedBodies?: ReadonlySet<string>;
  /** Bodies that `--not` named. */
  readonly rejectedBodies?: ReadonlySet<string>;
}

type SearchedItem = Pick<TableItem, 'key' | 'event' | 'raw' | 'alias'> & {
  readonly userHashes?: TableItem['userHashes'];
};

/**
 * Searches items for everything about a user. Items may come in any order.
 *
 * A record can have further names beside a confirmed one: a phone beside an id. These names are
 * undecided: the search shows what leads to them and counts what they would add, and finds nothing that
 * only they name.
 *
 * A name can come to light after records with it were read. Then `isComplete` is false: search all items
 * again with the links that are known now.
 *
 * @param userHashKey the key of the hashes in the outcomes of files, which outlive their message for a time
 */
export function createUserSearch(
  decisions: NameDecisions,
  known: Iterable<NameLink> = [],
  erased: ErasedPartitions = { has: () => false },
  userHashKey = '',
) {
  const { confirmed, rejected } = decisions;
  const isOpen = (name: string) => !confirmed.has(name) && !rejected.has(name);
  const nationals = toNationalForms(confirmed);
  const undecided = new Set([
    ...[...nationals.keys()].filter(isOpen),
    ...[...known].map(({ name }) => name),
  ]);
  const undecidedAtFirst = undecided.size;
  const names = { confirmed, undecided };
  const namesWith = createHashReader([...confirmed, ...undecided], userHashKey);
  const matcher = createNameMatcher([...confirmed, ...undecided], new Set(nationals.keys()));
  const bodies = createBodyJudge(decisions, matcher);
  const additions = createAdditionCounter(names);
  const links = new Map<string, NameLink>();
  const partitions = new Set<string>();
  /** Callbacks that no adapter has read and that name the user. */
  const received = new Set<string>();
  const records: RecordKey[] = [];
  const mentions: RecordKey[] = [];
  const unreadable: RecordKey[] = [];

  function link(person: Iterable<string>, from: string, record: RecordKey): void {
    for (const name of person) {
      if (!isOpen(name)) continue;
      undecided.add(name);
      const before = links.get(name);
      links.set(name, { from, record, ...before, name, records: (before?.records ?? 0) + 1 });
    }
  }

  /** Whose a person is; the other names of the user become links. */
  function ownerOf(person: readonly string[], record: RecordKey) {
    const from = person.find((name) => confirmed.has(name));
    if (from !== undefined) link(person, from, record);
    const owner = toOwner(person, names);
    if (owner === 'undecided') additions.add(person, 'records');
    return owner;
  }

  /** WhatsApp's id of a message holds a phone number, and the event may name the user by an id only. */
  function lookAtMessageId(person: readonly string[], { key, alias = '' }: SearchedItem): boolean {
    const found = [...matcher.namesIn(`${key.pk} ${alias}`)];
    const from = found.find((name) => confirmed.has(name));
    if (from === undefined) {
      if (person.length === 0) additions.add(found, 'records');
      return false;
    }
    if (person.length === 0) {
      for (const partition of [key.pk, alias]) if (partition !== '') partitions.add(partition);
      return true;
    }
    link(person, from, key);
    return true;
  }

  /**
   * An item that leads to a message or a conversation, beside those that lead to other people's: single
   * items are the user's. What leads to the user's messages is found by their events; here are those whose
   * text or message id names the user, and those that came after an erasure. The key of a conversation names
   * its user: a part of another user's may have been erased, and its days stay.
   */
  function lookAtPointer({ key, alias = '' }: SearchedItem, kind: 'carrier' | 'active'): void {
    const found =
      kind === 'active'
        ? [parseConversationKey(alias)?.user].filter((name) => name !== undefined)
        : [...matcher.namesIn(`${key.pk} ${alias}`)];
    const owner = toOwner(found, names);
    const isLate = kind === 'carrier' && erased.has(alias);
    if (owner === 'user' || isLate) records.push(key);
    else if (owner === 'undecided') additions.add(found, 'records');
  }

  /** What an item says, with its raw JSON. */
  function textsOf({ key, event, raw }: SearchedItem): readonly string[] {
    let json: string | undefined;
    try {
      json = raw();
    } catch {
      unreadable.push(key);
    }
    return [key.sk, JSON.stringify(event?.detail ?? null), json ?? ''];
  }

  const namesIn = (texts: readonly string[]) => texts.flatMap((text) => [...matcher.namesIn(text)]);

  /** No adapter has read whom a received callback is about. */
  function lookAtReceived(item: SearchedItem): void {
    const texts = textsOf(item);
    const found = namesIn(texts);
    const owner = bodies.isConfirmed(item.key.pk) ? 'user' : toOwner(found, names);
    if (owner === 'user') {
      received.add(item.key.pk);
      bodies.add(item.key.pk, texts);
    }
    if (owner === 'undecided') additions.add(found, 'records');
  }

  return {
    look(item: SearchedItem): void {
      const { key, event } = item;
      const kind = event === undefined ? parseSortKey(key.sk)?.kind : undefined;
      if (kind === 'carrier' || kind === 'active') {
        lookAtPointer(item, kind);
        return;
      }
      if (event !== undefined) bodies.look(event);
      const named = event === undefined ? [] : personOf(event);
      const person = named.length > 0 ? named : namesWith(item.userHashes ?? []);
      const participants = event === undefined ? [] : participantOf(event);
      if (event !== undefined && ownerOf(person, key) === 'user') {
        partitions.add(key.pk);
        for (const partition of messagePartitionsOf(event)) partitions.add(partition);
      } else if (event !== undefined && ownerOf(participants, key) === 'user') {
        records.push(key);
      } else if (person.length + participants.length === 0 && erased.has(key.pk)) {
        partitions.add(key.pk);
      } else if (isReceivedCallback(event)) {
        lookAtReceived(item);
      } else if (
        !lookAtMessageId(person, item) &&
        toOwner(namesIn(textsOf(item)), names) === 'user'
      ) {
        mentions.push(key);
      }
    },
    isComplete: () => undecided.size === undecidedAtFirst,
    found: (): FoundUser => {
      for (const pk of received) if (bodies.isOfUser(pk)) partitions.add(pk);
      return {
        names,
        links: [...undecided].flatMap((name) => {
          const from = nationals.get(name);
          return links.get(name) ?? (from === undefined ? [] : { name, from, records: 0 });
        }),
        matcher,
        unsearched: unsearchedNames([...confirmed, ...undecided], new Set(nationals.keys())),
        additions,
        bodies,
        partitions,
        erased,
        records: records.filter(({ pk }) => !partitions.has(pk)),
        mentions: mentions.filter(({ pk }) => !partitions.has(pk)),
        unreadable,
      };
    },
  };
}

/** The numbers without their country, each with the phone number that it is of. */
function toNationalForms(confirmed: ReadonlySet<string>): ReadonlyMap<string, string> {
  const phones = [...confirmed].filter((name) => toPhone(name) === name);
  const isForm = new Set(phones.flatMap(nationalForms));
  // A confirmed form looks like a phone number of another country.
  return new Map(
    phones
      .filter((phone) => !isForm.has(phone))
      .flatMap((phone) => nationalForms(phone).map((form) => [form, phone] as const)),
  );
}
