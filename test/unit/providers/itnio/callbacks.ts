import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const provider = await loadProvider('itnio');

export const { draftOf, unrecognizedOf } = createResultReader(provider);

/** A text from a user, as ITNIO documents it. */
export const textCallback: JsonObject = {
  appId: 'qN4hVt8K',
  businessPhone: '15550100001',
  channelType: 0,
  eventType: 'up-message-event',
  from: { name: 'Ada Example', phone: '447700900123' },
  message: { text: { body: 'Hello' }, type: 'text' },
  messageId: '0123456789abcdef0123456789abcdef',
  timestamp: 1762930800,
};

/** The same with another message. */
export function messageCallback(message: JsonObject): JsonObject {
  return { ...textCallback, message };
}

export const statusCallback: JsonObject = {
  appId: 'qN4hVt8K',
  channelType: 0,
  eventType: 'message-status-event',
  messageId: '0123456789abcdef0123456789abcdef',
  form: '15550100001',
  recipient: '447700900123',
  status: 'delivered',
  timestamp: 1762930803,
};
