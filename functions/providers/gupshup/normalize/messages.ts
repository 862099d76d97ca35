import type { Change } from '../../../../shared/cloud-api/changes.ts';
import { isEmpty, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { type InboundValue, toObject } from '../../../../shared/provider/inbound.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import {
  continueWith,
  type ItemPlace,
  invalidShape,
  placeWithin,
  type ReadResult,
} from '../../../../shared/provider/read-item.ts';
import { type MessageBody, withoutFiles } from '../../../../shared/whatsapp/message-body.ts';
import { toReferral } from '../../../../shared/whatsapp/messages.ts';
import { toUser } from '../../../../shared/whatsapp/parties.ts';
import { readBody } from '../../../../shared/whatsapp/read-body.ts';
import { message } from '../schema.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `message`: a user wrote. */
export const normalizeMessage = normalizeWith(
  message,
  ({ payload: known, ...callback }, item: Change, context) => {
    const { sender, source, id } = known;
    const { userId, parentUserId, name, username } = sender ?? {};
    const ids = { wa_id: undefined, user_id: undefined, parent_user_id: undefined };
    const contact = { ...ids, profile: { name, username } };
    const user = toUser({ waId: sender?.phone ?? source, userId, parentUserId }, contact);
    if (user === undefined) {
      const problem = 'expected the phone number or the id of a user';
      return invalidShape(item, ['payload', 'source'], problem);
    }
    const business = toBusiness(callback, context, user.phone);
    if (business === undefined) return invalidShape(item, ['app'], 'expected the name of the app');
    const payload = toObject(toObject(item.json)?.payload)?.payload;
    const place = placeWithin(item, 'payload', 'payload');
    return continueWith(readContent(known, toObject(payload), place), ({ content, media }) => ({
      kind: 'event',
      draft: {
        type: 'message.received',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: toAccount(callback),
        occurredAt: callback.timestamp,
        data: {
          message: {
            id,
            business,
            user,
            content,
            context: {
              messageId: known.context?.id ?? known.context?.gsId,
              forwarded: known.context?.forwarded,
              frequentlyForwarded: known.context?.frequentlyForwarded,
            },
            referral: toReferral(known),
            media,
          },
        },
      },
    }));
  },
);

/** Gupshup's words for the Cloud API's types, and what such a message says in the Cloud API's form. */
const documented: Readonly<Record<string, (payload: JsonObject) => JsonObject>> = {
  text: ({ text = null }) => ({ type: 'text', text: { body: text } }),
  image: fileOf('image'),
  video: fileOf('video'),
  audio: fileOf('audio'),
  sticker: fileOf('sticker'),
  file: fileOf('document'),
  contact: ({ contacts, ...card }) => ({ type: 'contacts', contacts: contacts ?? card }),
  location: (payload) => ({ type: 'location', location: payload }),
  button_reply: choiceOf('button_reply'),
  list_reply: choiceOf('list_reply'),
  quick_reply: ({ text, title = null, postbackText = null }) => ({
    type: 'button',
    button: { text: text ?? title, payload: postbackText },
  }),
};

type Known = InboundValue<typeof message>['payload'];

/**
 * Types that Gupshup names, of replies to flows and of reactions, without their fields: those of the Cloud API,
 * and those with which it sends a reaction (docs.gupshup.io, "Outbound Reactions", read on 2026-11-28). The
 * message that a reaction is to may be the quoted one.
 */
const assumed: Readonly<Record<string, (payload: JsonObject, known: Known) => JsonObject>> = {
  nfm_reply: (payload) => toFlowReply(payload),
  flow_reply: (payload) => toFlowReply(payload),
  reaction: ({ message_id, msgId, messageId, ...payload }, { context }) => ({
    type: 'reaction',
    reaction: {
      ...payload,
      message_id: message_id ?? msgId ?? messageId ?? context?.id ?? context?.gsId ?? null,
    },
  }),
};

function toFlowReply({ response_json, responseJson, ...payload }: JsonObject): JsonObject {
  const nfm_reply = { ...payload, response_json: response_json ?? responseJson ?? null };
  return { type: 'interactive', interactive: { nfm_reply } };
}

/**
 * What a message says. A type that Gupshup does not document is read as WhatsApp's of this name; if it
 * cannot be read so, its content is `unknown`: the message was received all the same.
 */
function readContent(
  message: Known,
  payload: JsonObject | undefined,
  place: ItemPlace,
): ReadResult<MessageBody> {
  const { type } = message;
  if (payload === undefined || type === undefined) return unknown(type);
  const known = Object.hasOwn(documented, type) ? documented[type] : undefined;
  const named = Object.hasOwn(assumed, type) ? assumed[type] : undefined;
  const isFile = !isEmpty(payload.url);
  const json = known?.(payload) ??
    named?.(payload, message) ?? { type, [type]: isFile ? toFile(payload) : payload };
  const read = readBody({ type: String(json.type) }, json, place);
  if (read.kind === 'read') return read;
  return known ? invalidShape(place, [], read.problem ?? 'expected content') : unknown(type);
}

function unknown(providerType: string | undefined): ReadResult<MessageBody> {
  return { kind: 'read', value: withoutFiles({ kind: 'unknown', providerType }) };
}

function fileOf(type: string): (payload: JsonObject) => JsonObject {
  return (payload) => ({ type, [type]: toFile(payload) });
}

function choiceOf(type: string): (payload: JsonObject) => JsonObject {
  return (payload) => ({ type: 'interactive', interactive: { [type]: toReply(payload) } });
}

function toFile({ url, contentType, name, caption }: JsonObject): JsonObject {
  return orNull({ link: url, mime_type: contentType, filename: name, caption });
}

/** `postbackText` is the business's value for what was chosen; `id` is that of the whole menu. */
function toReply({ postbackText, id, title, description }: JsonObject): JsonObject {
  return orNull({ id: postbackText ?? id, title, description });
}

function orNull(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
}
