import { provider } from '../../../functions/itnio/index.ts';
import type { EventDraft } from '../../../shared/events/draft.ts';
import type { EventType } from '../../../shared/events/index.ts';
import type { JsonObject, JsonValue } from '../../../shared/normalizers/json.ts';
import { withoutEmpty } from '../../../shared/normalizers/json.ts';
import type { ChannelDirectory, Misfit, Normalized } from '../../../shared/providers/provider.ts';

/** A text that a user wrote, as ITNIO documents it. */
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

/** A message of another type, or with more beside its type. */
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

/** The event of a body that gives one of this type, without what is empty. */
export function draftOf<Type extends EventType>(
  type: Type,
  body: JsonValue,
  channels: ChannelDirectory = {},
): EventDraft<Type> {
  const part = onlyPart(body, channels);
  if (!part.understood) throw new Error(`not understood: ${JSON.stringify(part.misfit)}`);
  if (!isOfType(part.draft, type)) throw new Error(`a ${part.draft.type}, not a ${type}`);
  return withoutEmpty(part.draft);
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

function isOfType<Type extends EventType>(
  draft: EventDraft,
  type: Type,
): draft is Extract<EventDraft, { type: Type }> & EventDraft<Type> {
  return draft.type === type;
}
