import type { DynamoDBRecord } from 'aws-lambda';
import { personOf } from '../../../shared/contract/user-names.ts';
import { parseJsonOrUndefined } from '../../../shared/json.ts';
import { type ItemAttributes, parseEvent, readEvent } from '../../../shared/table/event-item.ts';
import { messagePartitionsOf } from '../../../shared/table/message-partitions.ts';
import { readDeadLetter, withRecords } from '../redrive/dead-letter-events.ts';
import type { FoundUser } from './find-user.ts';
import { type Owner, toOwner } from './known-names.ts';
import { participantOf } from './user-names.ts';

/** Whose a dead letter is, and the names that say so. */
export interface OwnedLetter {
  readonly owner: Owner;
  readonly names: readonly string[];
}

type User = Pick<FoundUser, 'names' | 'matcher' | 'partitions' | 'erased'>;

/** Whose event a stream record holds. One that cannot be decoded is judged by its text. */
function ownerOfRecord(record: DynamoDBRecord, user: User): OwnedLetter {
  // Lambda passes the stream's JSON form on, in which only binary values differ from the SDK's.
  const image = record.dynamodb?.NewImage as ItemAttributes | undefined;
  const event = image && readEvent(image);
  if (event === undefined) return ownerByText(JSON.stringify(record), user);
  const names = [...personOf(event), ...participantOf(event)];
  return names.length > 0
    ? { owner: toOwner(names, user.names), names }
    : ownerOfPartitions([image?.pk?.S ?? '', ...messagePartitionsOf(event)], user);
}

/** Whose a message of the media queue is: the envelope that EventBridge sends to its targets. */
export function ownerOfMessage(body: string, user: User): OwnedLetter {
  const envelope = parseJsonOrUndefined(body);
  const event =
    typeof envelope === 'object' && envelope !== null && 'detail' in envelope
      ? parseEvent(JSON.stringify(envelope.detail))
      : undefined;
  if (event === undefined) return ownerByText(body, user);
  const names = personOf(event);
  return names.length > 0
    ? { owner: toOwner(names, user.names), names }
    : ownerOfPartitions(messagePartitionsOf(event), user);
}

function ownerOfPartitions(pks: readonly string[], { partitions, erased, matcher, names }: User) {
  if (pks.some((pk) => partitions.has(pk) || erased.has(pk)))
    return { owner: 'user' as const, names: [] };
  const found = pks.flatMap((pk) => [...matcher.namesIn(pk)]);
  return { owner: toOwner(found, names), names: found };
}

function ownerByText(text: string, { matcher, names }: User): OwnedLetter {
  const found = [...matcher.namesIn(text)];
  return { owner: toOwner(found, names), names: found };
}

/**
 * An object of dead letters without the user.
 * - `unchanged`: it holds no event of the user.
 * - `empty`: it holds nothing else.
 * - `rewritten`: it holds events of others too, which `content` keeps.
 */
export type LetterWithoutUser =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'rewritten'; readonly content: string };

/**
 * @param onRecord receives whose each record is
 */
export function removeUser(
  json: string,
  user: User,
  onRecord: (letter: OwnedLetter) => void,
): LetterWithoutUser {
  const records = readDeadLetter(json);
  if (records === undefined) {
    const letter = ownerByText(json, user);
    onRecord(letter);
    return { kind: letter.owner === 'user' ? 'empty' : 'unchanged' };
  }
  const others = records.filter((record) => {
    const letter = ownerOfRecord(record, user);
    onRecord(letter);
    return letter.owner !== 'user';
  });
  if (others.length === records.length) return { kind: 'unchanged' };
  const content = others.length === 0 ? undefined : withRecords(json, others);
  return content === undefined ? { kind: 'empty' } : { kind: 'rewritten', content };
}
