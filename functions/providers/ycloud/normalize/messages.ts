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
  placeWithin,
  type ReadResult,
} from '../../../../shared/provider/read-item.ts';
import { toTraffic } from '../../../../shared/provider/traffic.ts';
import { toMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { normalizeMessage } from '../../../../shared/whatsapp/messages.ts';
import type { CloudApiMessage } from '../../../../shared/whatsapp/schema.ts';
import { withUserChange } from '../../../../shared/whatsapp/user-changes.ts';
import { inboundMessage, sentMessage } from '../schema.ts';
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
  return readMessage('messages', message, item, {
    business: message.to,
    names: {
      ...noNames,
      from: message.from,
      from_user_id: message.fromUserId,
      from_parent_user_id: message.fromParentUserId,
    },
    timestamp: message.sendTime ?? createTime,
  });
}

function toSent({ createTime, whatsappMessage: message }: Sent, item: BodyItem): NormalizeResult {
  const { waId: to, userId: to_user_id, parentUserId: to_parent_user_id } = toUserRef(message);
  const read = readMessage('message_echoes', message, item, {
    business: message.from,
    names: { ...noNames, to, to_user_id, to_parent_user_id },
    timestamp: message.sendTime ?? message.createTime ?? createTime,
  });
  return continueWith(read, ({ result }) => {
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

const noNames = {
  from: undefined,
  from_user_id: undefined,
  from_parent_user_id: undefined,
  to: undefined,
  to_user_id: undefined,
  to_parent_user_id: undefined,
} as const;

/** The user, as the Cloud API names them. */
type Names = Pick<CloudApiMessage, keyof typeof noNames>;

/** What a message is, and the JSON that says it. */
interface Known {
  readonly result: NormalizeResult;
  readonly system: CloudApiMessage['system'];
  readonly json: JsonObject;
}

/** Reads a message with the Cloud API's readers: YCloud names only what stands around it in its own way. */
function readMessage(
  list: keyof typeof lists,
  known: Inbound['whatsappInboundMessage'] | Sent['whatsappMessage'],
  item: BodyItem,
  sides: {
    readonly business: string | undefined;
    readonly names: Names;
    readonly timestamp: string | undefined;
  },
): ReadResult<Known> {
  const { object, business } = lists[list];
  const place = placeWithin(item, object);
  const { id: ownId, wamid, type, context, referral, errors, system } = known;
  const id = wamid ?? ownId;
  if (id === undefined) return invalidShape(place, ['wamid'], 'expected the id of a message');
  if (sides.business === undefined) {
    return invalidShape(place, [business], 'expected the phone number of the business');
  }
  const { names, timestamp } = sides;
  const details = { type, context, referral, errors, system };
  const message = { ...names, ...details, id, timestamp, group_id: known.groupId };
  const { name, username } = known.customerProfile ?? {};
  const contact = { wa_id: undefined, user_id: undefined, parent_user_id: undefined };
  const json = toObject(item.json[object]) ?? {};
  const result = normalizeMessage(
    message,
    {
      list,
      json,
      ownId,
      contactOf: () => ({ ...contact, profile: { name, username } }),
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
  return { kind: 'read', value: { result, system, json } };
}
