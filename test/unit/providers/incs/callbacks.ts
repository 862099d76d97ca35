import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { Data } from '../../../../shared/contract/index.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { ChannelDirectory } from '../../../../shared/provider/provider-adapter.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const provider = await loadProvider('incs');

export const { anyDraftOf: draftOf, unrecognizedOf } = createResultReader(provider);

export const userPhone = '447700900123';

/** A `message_created` of a text from a user; `fields` replace or extend those of its message. */
export function messageCreated(fields: JsonObject = {}): JsonObject {
  return {
    event: 'message_created',
    message: {
      id: 260700000076,
      auth_id: 30058,
      conversation_id: 979,
      session_type: 1,
      sender: userPhone,
      receiver: 'incs_1',
      type: 101,
      custom_type: 0,
      custom_id: 0,
      channel_msg_id: 'wamid.A',
      channel_status: 0,
      content: { content: 'Hi' },
      error: '',
      source: 0,
      created_at: '2026-04-07T12:02:55.000000Z',
      updated_at: '2026-04-07T12:02:55.000000Z',
      ...fields,
    },
  };
}

/** The same in the other direction. */
export function messageSent(fields: JsonObject = {}): JsonObject {
  return messageCreated({ sender: 'incs_1', receiver: userPhone, ...fields });
}

/** The message of a body, in either direction. */
export function messageOf(
  body: JsonValue,
  channels: ChannelDirectory = {},
): Data<'message.received'>['message'] {
  const draft = draftOf(body, channels);
  if (draft.type !== 'message.received' && draft.type !== 'message.sent') {
    throw new Error(`a ${draft.type}`);
  }
  return draft.data.message;
}
