import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { ChannelDirectory } from '../../../../shared/provider/provider-adapter.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const provider = await loadProvider('innopaas');

export const { draftOf, unrecognizedOf } = createResultReader(provider);

/** A callback of a provider event in InnoPaaS's envelope. */
export function callback(type: string, body: JsonObject, envelope: JsonObject = {}): JsonObject {
  const id = '0b1c2d3e-4f50-4172-8394-000000000028';
  return { id, type, eventTime: '2023-02-22T12:00:00.000Z', body, ...envelope };
}

/** A message that a user wrote; `over` replaces or adds fields. */
export function inbound(over: JsonObject = {}): JsonObject {
  return callback('whatsapp_mo_message_received', {
    id: 'a0b1c2d3e4f5a0b1c2d3e030',
    accountName: 'IW123456',
    wabaId: '100000000000021',
    wamid: 'wamid.A',
    from: '447700900123',
    customerProfile: { name: 'Ada Example' },
    to: '15550100001',
    sendTime: '2023-02-22T11:59:58.000Z',
    type: 'text',
    text: { body: 'OK' },
    ...over,
  });
}

/** A message in the chat room, sent by the business unless `type` says otherwise. */
export function chat(over: JsonObject = {}, type = 'chat_mt_message_notify'): JsonObject {
  return callback(type, {
    wabaId: '100000000000021',
    from: '15550100001',
    to: '447700900123',
    messageType: 'text',
    context: { text: 'An engineer will call you.' },
    wamid: 'wamid.B',
    conversationId: '12312312312312',
    ...over,
  });
}

export function status(over: JsonObject = {}): JsonObject {
  return callback('whatsapp_message_status_updated', {
    id: '63f5d602367ea403f8175a6d',
    accountName: 'IW123456',
    wabaId: '100000000000021',
    wamid: 'wamid.B',
    status: 'delivered',
    ...over,
  });
}

/** The message of a callback about a message from a user. */
export function received(body: JsonValue, channels?: ChannelDirectory) {
  return draftOf('message.received', body, channels).data.message;
}

/** The message of a callback about a message from the business. */
export function sent(body: JsonValue, channels?: ChannelDirectory) {
  return draftOf('message.sent', body, channels).data.message;
}
