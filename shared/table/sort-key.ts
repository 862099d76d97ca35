import { type Traffic, traffics } from '../contract/event-kinds.ts';
import { readSegment, segment } from './key-parts.ts';

/** What changed about a thing that is not a message. */
export const changeAspects = [
  'status',
  'category',
  'quality',
  'account',
  'name',
  'security',
  'username',
  'identity',
  'preferences',
  'contact',
  'owner',
  'request',
  'lifecycle',
  'participants',
  'settings',
  'payment',
  'call',
] as const;

export type ChangeAspect = (typeof changeAspects)[number];

/** What can carry a text of the owner's: `callbackData`. */
export type CarrierKind = 'message' | 'call';

/** What a sort key says. */
export type SortKey =
  /** The message itself. */
  | {
      readonly kind: 'message';
      /** Absent for the app's own messages. */
      readonly traffic?: Traffic | undefined;
    }
  /** A message of the history whose file comes in a callback of its own, with the same id. */
  | { readonly kind: 'placeholder' }
  | {
      readonly kind: 'status';
      /** `standby`: of a message that the app in control of the conversation sent. */
      readonly traffic?: Traffic | undefined;
      readonly status: string;
      /** In a group: the member that the status is about. */
      readonly participant?: string | undefined;
    }
  | { readonly kind: 'billed'; readonly itemHash: string }
  | {
      readonly kind: 'media.stored';
      readonly index: number;
      /** The number of a further copy, from 2. */
      readonly copy?: number | undefined;
    }
  | { readonly kind: 'media.failed'; readonly index: number; readonly attempt: number }
  | {
      readonly kind: 'change';
      readonly aspect: ChangeAspect;
      /** When it happened; the day of receipt when the provider gives no credible time. */
      readonly at: string;
      /** Hash of the provider's item: it distinguishes changes of the same time. */
      readonly itemHash: string;
    }
  /** The quarantined item. */
  | { readonly kind: 'item' }
  | {
      /** The callback itself. */
      readonly kind: 'received';
      /** UTC day of receipt of a callback that is identified by its bytes. */
      readonly on?: string | undefined;
    }
  /** Not an event record: the partition of the message's other id. */
  | { readonly kind: 'alias' }
  /** In a partition of links: the name is of the same person as that of the partition. */
  | { readonly kind: 'link'; readonly name: string }
  /** Not an event record: an operator said that the two names are not of one person. */
  | { readonly kind: 'unlink'; readonly name: string }
  /** What an operator decided about the link of the two names, and when. */
  | { readonly kind: 'decided'; readonly name: string; readonly at: string }
  /** The conversation of the partition belongs to that of this name. */
  | {
      readonly kind: 'merged';
      readonly into: string;
      /** When an operator decided it, or last decided before it; absent where none has. */
      readonly at?: string | undefined;
    }
  /** Not an event record: a message or call to which the owner attached the text of the partition. */
  | { readonly kind: 'carrier'; readonly of: CarrierKind; readonly id: string }
  /** Not an event record: the conversation with this user or group had a message on the partition's day. */
  | { readonly kind: 'active'; readonly name: string }
  /** Not published: a reaction to the message of the partition, as its event record has it. */
  | { readonly kind: 'reaction'; readonly messageId: string }
  /** Not published: the same event under another name of the provider. */
  | {
      readonly kind: 'alternate';
      /** The provider event, or `<provider event>/<word>` for another word of the same status. */
      readonly name: string;
      /** Sort key of the record beside which it is. */
      readonly of: string;
    }
  /** Not published: the same provider event again with other content. */
  | { readonly kind: 'conflict'; readonly contentHash: string }
  | {
      readonly kind: 'replay';
      /** Name of the run; see `isRunName`. */
      readonly run: string;
      /** Sort key of the record that was replayed. */
      readonly of: string;
    };

/** Beginning of the sort keys of everything that the media mirror reports about a message. */
export const mediaSortPrefix = 'media#';

/** @throws {RangeError} for a name of a run that could not be read back */
export function toSortKey(key: SortKey): string {
  switch (key.kind) {
    case 'item':
    case 'alias':
      return key.kind;
    case 'message':
      return `${trafficPrefix(key)}message`;
    case 'placeholder':
      return placeholder;
    case 'status': {
      const status = `${trafficPrefix(key)}status#${key.status}`;
      return key.participant === undefined ? status : `${status}#${segment(key.participant)}`;
    }
    case 'billed':
      return `billed#${key.itemHash}`;
    case 'received':
      return key.on === undefined ? 'received' : `received#${key.on}`;
    case 'media.stored':
      return key.copy === undefined
        ? `${mediaSortPrefix}${key.index}#stored`
        : `${mediaSortPrefix}${key.index}#stored#${key.copy}`;
    case 'media.failed':
      return `${mediaSortPrefix}${key.index}#failed#${key.attempt}`;
    case 'change':
      return `${key.aspect}#${key.at}#${key.itemHash}`;
    case 'link':
    case 'unlink':
    case 'active':
      return `${key.kind}#${segment(key.name)}`;
    case 'decided':
      return `decided#${segment(key.name)}#${key.at}`;
    case 'merged':
      return key.at === undefined
        ? `merged#${segment(key.into)}`
        : `merged#${segment(key.into)}#${key.at}`;
    case 'carrier':
      return `${key.of}#${segment(key.id)}`;
    case 'reaction':
      return `reaction#${segment(key.messageId)}`;
    case 'alternate':
      return `alternate#${segment(key.name)}#${key.of}`;
    case 'conflict':
      return `conflict#${key.contentHash}`;
    case 'replay':
      if (!isRunName(key.run)) throw new RangeError('this name of a run cannot be part of a key');
      return `replay#${key.run}#${key.of}`;
    default:
      return key satisfies never;
  }
}

const placeholder = 'history#placeholder';

/** What another app sends, and what is from before, is apart from the app's own, in one partition. */
function trafficPrefix({ traffic }: { readonly traffic?: Traffic | undefined }): string {
  return traffic === undefined ? '' : `${traffic}#`;
}

/**
 * Whether a replay can have this name. It is in keys as it is, because replays are in the order of their
 * names.
 */
export function isRunName(name: string): boolean {
  return name !== '' && segment(name) === name;
}

const mediaKey = /^(\d+)#(?:(stored)(?:#(\d+))?|failed#(\d+))$/;
const changeKey = /^(\d{4}-\d\d-\d\d[^#]*)#([0-9a-f]{32})$/;
const statusKey = /^([a-z]+)(?:#([^#]+))?$/;
/** `<name>`, or `<name>#<instant>` */
const nameKey = /^([^#]+)(?:#(\d{4}-\d\d-\d\dT[^#]+))?$/;
/** `<name>#<sort key of another record>` */
const repeatKey = /^([^#]+)#(.+)$/;
const hashPattern = /^[0-9a-f]{32}$/;
const dayOnly = /^\d{4}-\d\d-\d\d$/;

/** @returns `undefined` for text that `toSortKey` does not write */
export function parseSortKey(sk: string): SortKey | undefined {
  if (sk === 'message' || sk === 'item' || sk === 'alias' || sk === 'received') return { kind: sk };
  if (sk === placeholder) return { kind: 'placeholder' };
  const separator = sk.indexOf('#');
  if (separator < 0) return undefined;
  const word = sk.slice(0, separator);
  const rest = sk.slice(separator + 1);
  switch (word) {
    case 'media': {
      const [, index, stored, copy, attempt] = mediaKey.exec(rest) ?? [];
      if (index === undefined) return undefined;
      const file = { index: Number(index) };
      if (stored === undefined) return { kind: 'media.failed', ...file, attempt: Number(attempt) };
      return { kind: 'media.stored', ...file, ...(copy !== undefined && { copy: Number(copy) }) };
    }
    case 'billed':
      return hashPattern.test(rest) ? { kind: word, itemHash: rest } : undefined;
    case 'conflict':
      return hashPattern.test(rest) ? { kind: word, contentHash: rest } : undefined;
    case 'received':
      return dayOnly.test(rest) ? { kind: 'received', on: rest } : undefined;
    case 'link':
    case 'unlink':
    case 'active': {
      const name = readOnlyPart(rest);
      return name === undefined ? undefined : { kind: word, name };
    }
    case 'decided': {
      const [, part, at] = nameKey.exec(rest) ?? [];
      const name = readSegment(part);
      return name && at ? { kind: word, name, at } : undefined;
    }
    case 'merged': {
      const [, part, at] = nameKey.exec(rest) ?? [];
      const into = readSegment(part);
      if (!into) return undefined;
      return { kind: word, into, ...(at !== undefined && { at }) };
    }
    case 'reaction': {
      const messageId = readOnlyPart(rest);
      return messageId === undefined ? undefined : { kind: word, messageId };
    }
    case 'message': {
      const id = readOnlyPart(rest);
      return id === undefined ? undefined : { kind: 'carrier', of: word, id };
    }
    case 'call': {
      const id = readOnlyPart(rest);
      return id === undefined ? parseChange(word, rest) : { kind: 'carrier', of: word, id };
    }
    case 'alternate': {
      const [, part, of] = repeatKey.exec(rest) ?? [];
      const name = readSegment(part);
      return name && of ? { kind: 'alternate', name, of } : undefined;
    }
    case 'replay': {
      const [, run, of] = repeatKey.exec(rest) ?? [];
      return run === undefined || of === undefined ? undefined : { kind: 'replay', run, of };
    }
    default: {
      const traffic = traffics.find((each) => each === word);
      if (traffic !== undefined) return parseTraffic(traffic, rest);
      return parseChange(word, rest) ?? (word === 'status' ? parseStatus(rest) : undefined);
    }
  }
}

/** The id of a sort key that has nothing else after its word. */
function readOnlyPart(rest: string): string | undefined {
  return rest.includes('#') ? undefined : readSegment(rest) || undefined;
}

function parseTraffic(traffic: Traffic, rest: string): SortKey | undefined {
  if (rest === 'message') return { kind: 'message', traffic };
  const status = rest.startsWith('status#') ? parseStatus(rest.slice('status#'.length)) : undefined;
  return status && { ...status, traffic };
}

/** A template's `status#…` begins with a day, a message's `status#…` with a word. */
function parseChange(word: string, rest: string): SortKey | undefined {
  const aspect = changeAspects.find((each) => each === word);
  const [, at, itemHash] = changeKey.exec(rest) ?? [];
  return aspect && at && itemHash ? { kind: 'change', aspect, at, itemHash } : undefined;
}

function parseStatus(rest: string): Extract<SortKey, { kind: 'status' }> | undefined {
  const [, status, part] = statusKey.exec(rest) ?? [];
  const participant = readSegment(part);
  if (status === undefined || (part && !participant)) return undefined;
  return { kind: 'status', status, ...(participant !== undefined && { participant }) };
}
