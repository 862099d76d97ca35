import type { MessageState } from '../../../shared/reader/message-state.ts';
import type { CallbackDataPage } from '../../../shared/reader/read-callback-data.ts';
import type { TimelineMessage, TimelinePage } from '../../../shared/reader/read-conversation.ts';
import type { ConversationsPage } from '../../../shared/reader/read-conversations.ts';
import type { UserState } from '../../../shared/reader/user-state.ts';
import { nameOf, shortTextOf } from '../../describe-event.ts';
import type { Line, Style } from '../terminal/lines.ts';
import { padToWidth } from '../terminal/text.ts';
import { describeDetail, describeState } from './describe-events.ts';

const quiet = (text: string): Line[number] => ({ text, style: 'quiet' });

/** An instant for people: `2026-11-28 10:15:02Z`. */
function timeOf(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}Z`;
}

/** A message of a chat: when, from whom, what it says, and how far it came. */
function describeMessage({ message, status, reactions, media }: TimelineMessage): Line {
  const { metadata, data } = message;
  const { direction, user, business } = data.message;
  const isInbound = direction === 'inbound';
  const style: Style = isInbound ? 'in' : 'out';
  const emoji = reactions.map((each) => each.emoji).join('');
  const failed = media.filter(({ state }) => state === 'failed').length;
  return [
    quiet(`${timeOf(metadata.occurredAt)}  `),
    { text: `${isInbound ? '→' : '←'} ${nameOf(isInbound ? user : business)}: `, style },
    { text: shortTextOf(data.message), cut: true },
    emoji === '' ? '' : `  ${emoji}`,
    failed === 0 ? '' : { text: `  ${failed} files failed`, style: 'bad' },
    status === undefined
      ? ''
      : { text: `  ${status}`, style: status === 'failed' ? 'bad' : 'quiet' },
  ];
}

/** A page of a conversation, and what asks for the page before it. */
export function describeTimeline(page: Pick<TimelinePage, 'messages' | 'older'>): readonly Line[] {
  return [
    ...(page.older === undefined ? [] : [[quiet(`older messages: --older ${page.older}`)]]),
    ...page.messages.map(describeMessage),
  ];
}

/** The messages of a user, with the conversation of each, and what is known about the user besides. */
export function describeUserMessages({
  messages,
  older,
  users,
}: Pick<TimelinePage, 'messages' | 'older'> & {
  readonly users: readonly ({ readonly provider: string } & UserState)[];
}): readonly Line[] {
  const widest = Math.max(...messages.map(({ message }) => keyOf(message.data.message).length));
  return [
    ...users.flatMap(describeState),
    ...(older === undefined ? [] : [[quiet(`older messages: --older ${older}`)]]),
    ...messages.map(
      (each): Line => [
        quiet(`${padToWidth(keyOf(each.message.data.message), widest)}  `),
        ...describeMessage(each),
      ],
    ),
  ];
}

function keyOf({ conversation }: { readonly conversation: { readonly key: string } }): string {
  return conversation.key;
}

/** A message with everything that happened to it. */
export function describeMessageState({ state }: { readonly state: MessageState }): readonly Line[] {
  const { message, status, deleted, statuses, billed, media, reactions } = state;
  return [
    ...(message ? [describeDetail(message)] : []),
    ...(message ? [[quiet('conversation  '), keyOf(message.data.message)]] : []),
    ...(status === undefined ? [] : [[quiet('status  '), status, deleted ? ', deleted' : '']]),
    ...[...statuses, ...billed].map((each): Line => ['  ', ...describeDetail(each)]),
    ...media.map(
      (file): Line => [
        quiet(`file ${file.index}  `),
        { text: file.state, style: file.state === 'failed' ? 'bad' : 'file' },
        file.state === 'failed' ? `  ${file.failed.reason}` : '',
        file.state === 'stored' ? `  ${file.stored.key}` : '',
      ],
    ),
    ...reactions.map(
      ({ emoji, user, occurredAt }): Line => [
        quiet(`${timeOf(occurredAt)}  `),
        `${nameOf(user)} ${emoji}`,
      ],
    ),
  ];
}

/** Conversations with their newest message. */
export function describeConversations({ conversations, next }: ConversationsPage): readonly Line[] {
  const widest = Math.max(...conversations.map(({ key }) => key.length));
  return [
    ...conversations.map(
      ({ key, last }): Line => [
        quiet(`${timeOf(last.metadata.occurredAt)}  `),
        `${padToWidth(key, widest)}  `,
        { text: shortTextOf(last.data.message), cut: true },
      ],
    ),
    ...(next === undefined ? [] : [[quiet(`next page: --next ${next}`)]]),
  ];
}

/** The messages and calls that have a text of the owner. */
export function describeCarriers({ messages, calls, next }: CallbackDataPage): readonly Line[] {
  return [
    ...messages.map(({ messageId, message, status, statuses }): Line => {
      const last = message ?? statuses.at(-1);
      return [`${messageId}  `, quiet(`${status ?? ''}  `), ...(last ? describeDetail(last) : [])];
    }),
    ...calls.flatMap(({ history }) => history.slice(-1).map(describeDetail)),
    ...(next === undefined ? [] : [[quiet(`next page: --next ${next}`)]]),
  ];
}
