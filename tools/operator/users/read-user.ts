import { type Channel, channels } from '../../../shared/contract/channels.ts';
import { directKey } from '../../../shared/contract/conversation-key.ts';
import { conversationKey, readConversationKey } from '../../../shared/reader/conversation-name.ts';
import { linkPartition } from '../../../shared/table/links.ts';
import {
  type Person,
  type ReadSortKeys,
  resolvePerson,
} from '../../../shared/table/resolve-person.ts';
import { UsageError } from '../../command-line/command-error.ts';
import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import type { CommandOption } from '../command.ts';
import { OperatorError } from '../operator-error.ts';

/** The option of every command about a user of a business. */
export const channelOption = {
  type: 'string',
  value: 'CHANNEL',
  oneOf: channels,
  help: `one of ${channels.join(', ')}; default: whatsapp`,
} as const satisfies CommandOption;

/** The key of a conversation, by one of the user's names. */
export function toKey(sides: {
  readonly channel?: string | undefined;
  readonly business: string;
  readonly user: string;
}): string {
  const channel: Channel = channels.find((each) => each === sides.channel) ?? 'whatsapp';
  try {
    return conversationKey({ channel, business: sides.business, user: sides.user });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** What to try is what is mistyped most: the channel, and a number as it is dialled at home. */
export function noConversation(key: string, user: string): OperatorError {
  const [channel] = key.split('#');
  return new OperatorError(
    `the table has no conversation ${key}: write phone numbers with country code, name another channel than ${channel} with --channel, or ask \`query number '${user}'\` for all channels`,
  );
}

/**
 * The business and the names of a user on the command line, as the table has them.
 *
 * @throws {UsageError} when one is missing, or cannot be a name
 */
export function readNames(
  [business, ...names]: readonly string[],
  channel: string | undefined,
  count: number,
): { readonly scope: string; readonly names: readonly string[] } {
  if (business === undefined || names.length !== count) {
    throw new UsageError(
      `name the business and ${count === 1 ? 'one name' : `${count} names`} of the user, each a phone number or an id`,
    );
  }
  const parties = names.map((user) => readConversationKey(toKey({ channel, business, user })));
  return {
    scope: parties[0]?.scope ?? '',
    names: parties.map(({ user = '' }) => user),
  };
}

/** Reads the links of a name from the table. */
export function readingLinks({ readPartition }: Pick<EventsTable, 'readPartition'>): ReadSortKeys {
  return async (pk) => (await readPartition(pk)).map(({ key }) => key.sk);
}

/** What a command prints about a person. */
export interface PrintedPerson {
  readonly names: readonly string[];
  readonly conversations: readonly string[];
  readonly links: readonly PrintedLink[];
  readonly isCut: boolean;
}

interface PrintedLink {
  readonly names: readonly [string, string];
  /** What the event says that announced it. */
  readonly reason?: string | undefined;
  readonly eventId?: string | undefined;
  readonly since?: string | undefined;
}

/** A person with their links, and with the events that announced these. */
export async function describePerson(
  scope: string,
  { names, links, isCut }: Pick<Person, 'names' | 'links' | 'isCut'>,
  { readPartition }: Pick<EventsTable, 'readPartition'>,
): Promise<PrintedPerson> {
  const events = new Map<string, Omit<PrintedLink, 'names'>>();
  for (const name of names) {
    for (const { event } of await readPartition(linkPartition(scope, name))) {
      if (event?.['detail-type'] !== 'user.updated') continue;
      const { metadata, data } = event.detail;
      if (data.link?.state !== 'linked') continue;
      const { eventId } = data.link;
      events.set(JSON.stringify(data.link.names), {
        reason: data.reason,
        ...(eventId !== undefined && { eventId }),
        since: metadata.occurredAt,
      });
    }
  }
  return {
    names,
    conversations: names.map((name) => directKey(scope, name)),
    links: links.map((pair) => ({ names: pair, ...events.get(JSON.stringify(pair)) })),
    isCut,
  };
}

/**
 * The user on the command line, with everyone whom links join to the name.
 *
 * @param hasMessages whether a conversation has any
 * @throws {OperatorError} when the table has neither a link of the name nor a message
 */
export async function readUser(
  words: readonly string[],
  channel: string | undefined,
  table: Pick<EventsTable, 'readPartition'>,
  hasMessages: (key: string) => Promise<boolean>,
): Promise<PrintedPerson> {
  const { scope, names } = readNames(words, channel, 1);
  const [name = ''] = names;
  const person = await resolvePerson(scope, name, readingLinks(table));
  const key = directKey(scope, name);
  // Of a link that was undone, the table still has the decision.
  const isKnown =
    person.links.length > 0 ||
    (await table.readPartition(linkPartition(scope, name))).length > 0 ||
    (await hasMessages(key));
  if (!isKnown) throw noConversation(key, words[1] ?? name);
  return describePerson(scope, person, table);
}
