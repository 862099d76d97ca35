import type { Account, Business, User } from '../contract/index.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, type ItemPlace, invalidShape, readItem } from '../provider/read-item.ts';
import { readMessageStatus } from '../provider/values/message-status.ts';
import { toPhoneOrId } from '../provider/values/phone.ts';
import { hasContent, toMessageData } from './message.ts';
import { type RcsObject, rcsObject } from './schema.ts';
import { rcsStatusWords } from './status-words.ts';

/** Where an object of RCS stands, and what the callback around it says. */
export interface RcsOrigin extends ItemPlace {
  readonly account?: Account | undefined;
  /** Absent when only the agent names the business. */
  readonly business?: Business | undefined;
  /** What identifies a preference: the object, with what the callback around it says of the account. */
  readonly item: JsonValue;
}

/**
 * The result of one object that Google's RCS for Business sends about a user: a message, the status of
 * a message of the business, a preference. Typing is ignored. Anything else is unrecognized.
 */
export function normalizeRcsObject(json: JsonObject, origin: RcsOrigin): NormalizeResult {
  return continueWith(readItem(rcsObject, json, origin), (object) => {
    const account = { ...origin.account, agentId: object.agentId };
    const business = origin.business ?? toAgent(object);
    const item = { object, origin, account, business, user: toUser(object) };
    if (isMessage(object)) return normalizeMessage(item);
    switch (object.eventType?.trim().toUpperCase()) {
      case 'IS_TYPING': {
        const { providerEvent } = origin;
        return { kind: 'ignored', providerEvent, reason: 'The user is typing in RCS.' };
      }
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        return normalizePreference(item);
      default:
        return normalizeStatus(item);
    }
  });
}

/** What a user sent has content, whatever its other fields say; an event has an id of its own. */
function isMessage(object: RcsObject): boolean {
  const isEvent = object.eventType !== undefined || object.eventId !== undefined;
  return hasContent(object) || !isEvent;
}

/** One object as it was read. */
interface RcsItem {
  readonly object: RcsObject;
  readonly origin: RcsOrigin;
  readonly account: Account;
  readonly business: Business | undefined;
  readonly user: User | undefined;
}

/** Google's guide shows messages with an `eventId` in the place of `messageId`. */
function normalizeMessage({ object, origin, account, business, user }: RcsItem): NormalizeResult {
  const id = object.messageId ?? object.eventId;
  if (id === undefined) return invalidShape(origin, ['messageId'], 'expected an id');
  if (user === undefined) return withoutUser(origin);
  if (business === undefined) {
    return invalidShape(origin, ['agentId'], 'expected the id of the channel or the agent');
  }
  return {
    kind: 'event',
    draft: {
      type: 'message.received',
      providerEvent: origin.providerEvent,
      channel: 'rcs',
      account,
      occurredAt: object.sendTime,
      data: toMessageData(object, { id, business, user }),
      raw: origin.raw,
    },
  };
}

function normalizeStatus({ object, origin, account, business, user }: RcsItem): NormalizeResult {
  const { eventType = '', messageId, sendTime } = object;
  const read = readMessageStatus(eventType, origin, ['eventType'], rcsStatusWords);
  return continueWith(read, (status) => {
    if (messageId === undefined) {
      return invalidShape(origin, ['messageId'], 'expected the id of a message');
    }
    return {
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: origin.providerEvent,
        channel: 'rcs',
        account,
        occurredAt: sendTime,
        data: { messageId, ...status, business, user, errors: [] },
        raw: origin.raw,
      },
    };
  });
}

function normalizePreference({
  object,
  origin,
  account,
  business,
  user,
}: RcsItem): NormalizeResult {
  const { eventType = '', sendTime } = object;
  if (user === undefined) return withoutUser(origin);
  return {
    kind: 'event',
    draft: {
      type: 'user.updated',
      providerEvent: origin.providerEvent,
      channel: 'rcs',
      account,
      occurredAt: sendTime,
      data: { business, user, aspect: 'preferences', current: eventType },
      item: origin.item,
      raw: origin.raw,
    },
  };
}

function withoutUser(origin: RcsOrigin): NormalizeResult {
  return invalidShape(origin, ['senderPhoneNumber'], 'expected a phone number');
}

function toAgent({ agentId }: RcsObject): Business | undefined {
  return agentId === undefined ? undefined : { id: agentId };
}

function toUser({ senderPhoneNumber, phoneNumber }: RcsObject): User | undefined {
  const written = senderPhoneNumber ?? phoneNumber;
  return written === undefined ? undefined : toPhoneOrId(written);
}
