import type { CallState } from '../../../../shared/reader/call-state.ts';
import type { PaymentState } from '../../../../shared/reader/payment-state.ts';
import type { TimelineMessage } from '../../../../shared/reader/read-conversation.ts';
import type { Chat } from '../../api.ts';
import { dayText } from '../time.tsx';

/** One line of a chat. */
export type Entry =
  | { readonly kind: 'day'; readonly id: string; readonly at: string }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly at: string;
      readonly of: TimelineMessage;
    }
  | {
      readonly kind: 'system';
      readonly id: string;
      readonly at: string;
      readonly text: string;
      /** The message whose content is not what a person wrote: an edit, a reaction. */
      readonly of: TimelineMessage;
    }
  | { readonly kind: 'call'; readonly id: string; readonly at: string; readonly of: CallState }
  | {
      readonly kind: 'payment';
      readonly id: string;
      readonly at: string;
      readonly of: PaymentState;
    };

/** A chat in order, with its days, calls and payments. */
export function toEntries({ messages, calls, payments }: Chat): readonly Entry[] {
  const shown = new Set(messages.map(({ message }) => message.data.message.id));
  const entries = [
    ...messages.filter((each) => !isOnMessage(each, shown)).map(toMessageEntry),
    ...calls.flatMap(toCallEntry),
    ...payments.flatMap(toPaymentEntry),
  ].sort((one, other) => (one.at < other.at ? -1 : 1));
  return withDays(entries);
}

/** Whether a reaction is shown on its message. */
function isOnMessage({ message }: TimelineMessage, shown: ReadonlySet<string>): boolean {
  const { content } = message.data.message;
  return content.kind === 'reaction' && shown.has(content.messageId);
}

function toMessageEntry(of: TimelineMessage): Entry {
  const { metadata, data } = of.message;
  const at = metadata.occurredAt;
  const { id } = metadata;
  const { content } = data.message;
  switch (content.kind) {
    case 'system':
      return {
        kind: 'system',
        id,
        at,
        of,
        text: content.text ?? content.type.replaceAll('_', ' '),
      };
    case 'revoke':
      return { kind: 'system', id, at, of, text: 'A message was deleted for everyone' };
    case 'edit':
      return { kind: 'system', id, at, of, text: `A message was edited: ${content.text ?? ''}` };
    case 'reaction':
      return { kind: 'system', id, at, of, text: `Reaction ${content.emoji ?? 'removed'}` };
    default:
      return { kind: 'message', id, at, of };
  }
}

function toCallEntry(of: CallState): readonly Entry[] {
  const [first] = of.history;
  if (first === undefined) return [];
  return [{ kind: 'call', id: first.metadata.id, at: first.metadata.occurredAt, of }];
}

function toPaymentEntry(of: PaymentState): readonly Entry[] {
  const last = of.history.at(-1);
  if (last === undefined) return [];
  return [{ kind: 'payment', id: last.metadata.id, at: last.metadata.occurredAt, of }];
}

function withDays(entries: readonly Entry[]): readonly Entry[] {
  const result: Entry[] = [];
  let day = '';
  for (const entry of entries) {
    const text = dayText(entry.at);
    if (text !== day) result.push({ kind: 'day', id: `day ${text}`, at: entry.at });
    day = text;
    result.push(entry);
  }
  return result;
}
