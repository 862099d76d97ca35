import { provider } from '../../../functions/incs/index.ts';
import type { EventDraft } from '../../../shared/events/draft.ts';
import type { Data } from '../../../shared/events/index.ts';
import { type JsonObject, type JsonValue, withoutEmpty } from '../../../shared/normalizers/json.ts';
import type { ChannelDirectory, Misfit, Normalized } from '../../../shared/providers/provider.ts';

export const userPhone = '447700900123';

/** A `message_created` of a text that a user wrote; what is given replaces or adds to it. */
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

/** The same of the other direction. */
export function messageSent(fields: JsonObject = {}): JsonObject {
  return messageCreated({ sender: 'incs_1', receiver: userPhone, ...fields });
}

/** The event of a body that gives one, without what is empty. */
export function draftOf(body: JsonValue, channels: ChannelDirectory = {}): EventDraft {
  const part = onlyPart(body, channels);
  if (!part.understood) throw new Error(`not understood: ${JSON.stringify(part.misfit)}`);
  return withoutEmpty(part.draft);
}

/** The message of either direction that a body tells. */
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

/** What is said of a body that is not understood. */
export function misfitOf(body: JsonValue): Misfit {
  const part = onlyPart(body, {});
  if (part.understood) throw new Error(`understood as ${part.draft.type}`);
  return part.misfit;
}

function onlyPart(body: JsonValue, channels: ChannelDirectory): Normalized {
  const [part, ...more] = provider.normalize(body, { channels });
  if (part === undefined || more.length > 0) throw new Error(`${more.length + 1} parts, not one`);
  if ('kept' in part) throw new Error(`only kept: ${part.kept.feed}`);
  return part;
}
