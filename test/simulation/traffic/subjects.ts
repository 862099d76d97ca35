import { createHash } from 'node:crypto';
import type { Data, TributaryEvent } from '../../../shared/contract/index.ts';

type Detail = TributaryEvent['detail'];

/**
 * What an event is about, by the fields that the contract promises to subscribers: two reports of the
 * same thing have one subject.
 *
 * @param quarantined the marker of a quarantined item, by the key of its payload
 */
export function subjectOf(
  { metadata, data }: Detail,
  quarantined: (payloadKey: string) => string,
): string {
  const of = (...words: readonly (string | number | undefined)[]) =>
    [metadata.type, metadata.provider, ...words.filter((word) => word !== undefined)].join(' ');
  if ('media' in data) return of(data.messageId, data.media.index, attemptOf(data));
  if ('sha256' in data) {
    return of(
      'reason' in data ? quarantined(data.payloadKey) : (data.idempotencyKey ?? data.sha256),
    );
  }
  if ('link' in data && data.link !== undefined) return of('link', ...data.link.names);
  if ('message' in data) return of(data.message.id, placeholderOf(metadata.type, data.message));
  if ('status' in data) {
    const { messageId, status, participant } = data;
    return of(messageId, status, participant?.phone ?? participant?.id);
  }
  if ('call' in data) return of(data.call.id, data.current);
  if ('referenceId' in data) return of(data.referenceId, data.current);
  if ('template' in data) return of(data.template.id ?? hashOf(data), data.current);
  if ('phone' in data) {
    const { id, displayPhoneNumber } = data.phone;
    return of(data.aspect, displayPhoneNumber ?? id ?? hashOf(data), data.current);
  }
  if ('account' in data) return of(data.account.id, data.current, hashOf(data));
  if ('group' in data) {
    const id = data.group.id ?? data.requestId ?? hashOf(data);
    const participants = data.participants ?? [];
    const changed = participants.map(
      ({ change, phone, id, input }) => `${change}:${phone ?? id ?? input}`,
    );
    return of(data.aspect, id, data.current, ...changed);
  }
  if ('conversation' in data && 'aspect' in data) {
    const user = data.user?.phone ?? data.user?.id;
    return of(data.aspect, user ?? data.conversation.key ?? hashOf(data), data.current);
  }
  if ('aspect' in data) return of(data.aspect, data.user.id ?? data.user.phone, data.current);
  return of(data.messageId ?? hashOf(data));
}

/** The placeholder of a file in the history, and the message with the file, are two events. */
function placeholderOf(
  type: Detail['metadata']['type'],
  { content }: Data<'message.received'>['message'],
): string | undefined {
  const isPlaceholder =
    content.kind === 'unsupported' && content.providerType === 'media_placeholder';
  return isPlaceholder && type.startsWith('history.') ? 'placeholder' : undefined;
}

/** Each failed attempt at a file is an event of its own. */
function attemptOf(data: object): number | undefined {
  return 'attempt' in data && typeof data.attempt === 'number' ? data.attempt : undefined;
}

function hashOf(data: object): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}
