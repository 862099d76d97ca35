import type { JsonObject } from '../../../../shared/json.ts';
import { type InboundValue, toObject } from '../../../../shared/provider/inbound.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeWith,
} from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import {
  continueWith,
  invalidShape,
  mapRead,
  placeWithin,
  type ReadResult,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import { toTraffic } from '../../../../shared/provider/traffic.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { normalizeMessage } from '../../../../shared/whatsapp/messages.ts';
import { type CloudApiMessage, cloudApiMessage } from '../../../../shared/whatsapp/schema.ts';
import { withUserChange } from '../../../../shared/whatsapp/user-changes.ts';
import { inboundMessage, sentMessage, type WhatsappMessage } from '../schema.ts';
import { toUserRef } from './parties.ts';

/** `whatsapp.inbound_message.received`: a user wrote, or has a new number or id. */
export const normalizeInboundMessage = normalizeWith(inboundMessage, (callback, item: BodyItem) =>
  continueWith(readReceived(callback, item), ({ result, system, json }) =>
    withUserChange(result, system, json),
  ),
);

/** `whatsapp.smb.message.echoes`: the business wrote in the WhatsApp Business app. */
export const normalizeEcho = normalizeWith(sentMessage, toSent);

/** `whatsapp.echo_message.created`: a Meta Business Agent, which is in control, wrote. */
export const normalizeAgentMessage = normalizeWith(sentMessage, (callback, item: BodyItem) =>
  toTraffic(toSent(callback, item), 'standby'),
);

/** `whatsapp.smb.history`: a message of before, of either side. */
export const normalizeHistory: Normalizer<BodyItem> = (item, context) => {
  const isSent = toObject(item.json.whatsappMessage) !== undefined;
  return (isSent ? normalizePastEcho : normalizePastMessage)(item, context);
};

const normalizePastMessage = normalizeWith(inboundMessage, (callback, item: BodyItem) =>
  continueWith(readReceived(callback, item), ({ result }) => toTraffic(result, 'history')),
);

const normalizePastEcho = normalizeWith(sentMessage, (callback, item: BodyItem) =>
  toTraffic(toSent(callback, item), 'history'),
);

type Inbound = InboundValue<typeof inboundMessage>;
type Sent = InboundValue<typeof sentMessage>;

function readReceived(
  { createTime, whatsappInboundMessage: message }: Inbound,
  item: BodyItem,
): ReadResult<Known> {
  const { from, fromUserId, fromParentUserId, to: business } = message;
  const names = { from, from_user_id: fromUserId, from_parent_user_id: fromParentUserId };
  const timestamp = message.sendTime ?? createTime;
  return readMessage('messages', message, item, { business, names: { ...names, timestamp } });
}

function toSent({ createTime, whatsappMessage: message }: Sent, item: BodyItem): NormalizeResult {
  const { waId: to, userId: to_user_id, parentUserId: to_parent_user_id } = toUserRef(message);
  const timestamp = message.sendTime ?? message.createTime ?? createTime;
  const names = { to, to_user_id, to_parent_user_id, timestamp };
  const sides = { business: message.from, names };
  return continueWith(readMessage('message_echoes', message, item, sides), ({ result }) => {
    if (result.kind !== 'event' || result.draft.type !== 'message.sent') return result;
    const { draft } = result;
    const status = toMessageStatus(message.status ?? '')?.status;
    const known = { ...draft.data.message, status, callbackData: message.externalId };
    return { kind: 'event', draft: { ...draft, data: { message: known } } };
  });
}

/** By the list in which the Cloud API has such messages: YCloud's object, and where the business is named. */
const lists = {
  messages: { object: 'whatsappInboundMessage', business: 'to' },
  message_echoes: { object: 'whatsappMessage', business: 'from' },
} as const;

/** What a message is, and the JSON that says it. */
interface Known {
  readonly result: NormalizeResult;
  readonly system: CloudApiMessage['system'];
  readonly json: JsonObject;
}

/**
 * Reads a message with the Cloud API's readers.
 *
 * @param sides the business, and what the Cloud API calls the user and the time
 */
function readMessage(
  list: keyof typeof lists,
  known: Inbound['whatsappInboundMessage'] | WhatsappMessage,
  item: BodyItem,
  sides: {
    readonly business: string | undefined;
    readonly names: Readonly<Record<string, string | undefined>>;
  },
): ReadResult<Known> {
  const { object, business } = lists[list];
  const place = placeWithin(item, object);
  const { id: ownId, wamid } = known;
  const id = wamid ?? ownId;
  if (id === undefined) return invalidShape(place, ['wamid'], 'expected the id of a message');
  if (sides.business === undefined) {
    return invalidShape(place, [business], 'expected the phone number of the business');
  }
  const json = toObject(item.json[object]) ?? {};
  const named: Record<string, JsonObject[string]> = {
    ...json,
    id,
    group_id: known.groupId ?? null,
  };
  for (const [name, value] of Object.entries(sides.names)) named[name] = value ?? null;
  return mapRead(readItem(cloudApiMessage, named, place), (message) => {
    const { name, username } = known.customerProfile ?? {};
    const ids = { wa_id: undefined, user_id: undefined, parent_user_id: undefined };
    const result = normalizeMessage(
      message,
      {
        list,
        json: named,
        ownId,
        contactOf: () => ({ ...ids, profile: { name, username } }),
        placeOf: () => place,
      },
      list,
      {
        ...place,
        account: { wabaId: known.wabaId },
        business: toPhoneOrId(sides.business),
        metadata: null,
      },
    );
    return { result, system: message.system, json };
  });
}
