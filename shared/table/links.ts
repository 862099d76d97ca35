import { channels, unknownChannelPrefix } from '../contract/channels.ts';
import {
  conversationScope,
  directKey,
  parseConversationKey,
} from '../contract/conversation-key.ts';
import type { Business, TributaryEvent } from '../contract/index.ts';
import { compareNames, isLinkable, membersOf, namesOf, personOf } from '../contract/user-names.ts';
import { conversationPartition } from './index-keys.ts';
import type { RecordKey } from './keys.ts';
import { toSortKey } from './sort-key.ts';

/**
 * Beginnings of the partition keys of links: they are keys of conversations, and begin with a channel. No
 * other partition of the table does.
 */
export const linkPrefixes: readonly string[] = [
  ...channels.map((channel) => `${channel}#`),
  unknownChannelPrefix,
];

/**
 * Partition of what is known about one name of a user: the key of the conversation by that name, as in the
 * index `conversation`. Who may read the conversations of a business can so be allowed its links, and no
 * others, by the same beginning of a key.
 */
export function linkPartition(scope: string, name: string): string {
  return conversationPartition(directKey(scope, name));
}

/** Two names of one person, at one business on one channel. */
export interface Link {
  /** `<channel>#<business>`, see `conversationScope`. */
  readonly scope: string;
  readonly stronger: string;
  readonly weaker: string;
}

/**
 * The two items of a link: each name's partition says the other. `atStronger` is the event record, and
 * says that everything that belongs to the link is in the table.
 */
export function linkKeys({ scope, stronger, weaker }: Link): {
  readonly atStronger: RecordKey;
  readonly atWeaker: RecordKey;
} {
  return {
    atStronger: {
      pk: linkPartition(scope, stronger),
      sk: toSortKey({ kind: 'link', name: weaker }),
    },
    atWeaker: {
      pk: linkPartition(scope, weaker),
      sk: toSortKey({ kind: 'link', name: stronger }),
    },
  };
}

/** The keys of the items that undo a link, at both names: each of them alone undoes it. */
export function unlinkKeys({ scope, stronger, weaker }: Link): readonly RecordKey[] {
  return [
    {
      pk: linkPartition(scope, stronger),
      sk: toSortKey({ kind: 'unlink', name: weaker }),
    },
    {
      pk: linkPartition(scope, weaker),
      sk: toSortKey({ kind: 'unlink', name: stronger }),
    },
  ];
}

/** A link of these names, whichever of them is the stronger one. */
export function toLink(scope: string, one: string, other: string): Link {
  const [stronger = one, weaker = other] = [one, other].sort(compareNames);
  return { scope, stronger, weaker };
}

/**
 * The names that an event shows to be of one person: each of its names is linked to the strongest. None
 * when nothing says at which business and on which channel, and none of the event that announces a link.
 */
export function linksOf(event: TributaryEvent): readonly Link[] {
  if (event['detail-type'] === 'user.updated' && event.detail.data.link) return [];
  const people = [personOf(event), ...membersOf(event).map(namesOf)].filter(
    (names) => names.length > 1,
  );
  const scope = people.length === 0 ? undefined : scopeOf(event);
  return scope === undefined ? [] : people.flatMap((names) => linkAll(scope, names));
}

function linkAll(scope: string, names: readonly string[]): readonly Link[] {
  const [stronger, ...others] = [...new Set(names.filter(isLinkable))].sort(compareNames);
  return stronger === undefined ? [] : others.map((weaker) => ({ scope, stronger, weaker }));
}

/** @returns `undefined` when the event does not name the business or the channel */
function scopeOf({ detail: { metadata, data } }: TributaryEvent): string | undefined {
  if ('message' in data) return parseConversationKey(data.message.conversation.key)?.scope;
  const business: Business | undefined = 'business' in data ? data.business : undefined;
  const { channel } = metadata;
  return channel && business && conversationScope({ channel, business });
}
