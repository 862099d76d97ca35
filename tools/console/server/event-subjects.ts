import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { messagePartition } from '../../../shared/table/partition-key.ts';
import { nameOf, whoOf } from '../../describe-event.ts';
import type { EventsTable } from '../../operator/aws/dynamodb-events-table.ts';
import type { ArrivedEvent, EventSubject } from '../api.ts';
import { conversationOfSides } from './conversation-list.ts';

/** Finds out whom events are about. An event of a file names its message, and no person. */
export interface EventSubjects {
  /** Takes the events in the order of arrival: a message comes before the events about it. */
  addTo(events: readonly ArrivedEvent[]): Promise<readonly ArrivedEvent[]>;
}

/** The oldest make room. */
const maxMessages = 10_000;

/** @param table is asked for a message that did not arrive lately: one query each, once */
export function createEventSubjects(table: Pick<EventsTable, 'readPartition'>): EventSubjects {
  const messages = new Map<string, Promise<EventSubject | undefined>>();

  function note(pk: string, subject: Promise<EventSubject | undefined>): void {
    messages.set(pk, subject);
    const [oldest] = messages.keys();
    if (messages.size > maxMessages && oldest !== undefined) messages.delete(oldest);
  }

  /** An operator who may not read the table sees the event without a person. */
  async function read(pk: ReturnType<typeof messagePartition>): Promise<EventSubject | undefined> {
    try {
      const items = await table.readPartition(pk);
      const event = items.map((item) => item.event).find(isMessageEvent);
      return event && ofMessage(event);
    } catch {
      // A table that is throttled now can be read when the next event of the message arrives.
      messages.delete(pk);
      return undefined;
    }
  }

  async function find(event: TributaryEvent): Promise<EventSubject | undefined> {
    const { metadata, data } = event.detail;
    if (isMessageEvent(event)) {
      const subject = ofMessage(event);
      note(
        messagePartition(metadata.provider, event.detail.data.message.id),
        Promise.resolve(subject),
      );
      return subject;
    }
    const messageId = 'messageId' in data ? data.messageId : undefined;
    const pk = messageId && messagePartition(metadata.provider, messageId);
    const ofItsMessage = pk && (await messages.get(pk));
    if (ofItsMessage) return ofItsMessage;
    const conversation = conversationOfSides(event);
    if (conversation !== undefined) return { who: whoOf(event), conversation };
    if (!pk || messages.has(pk)) return undefined;
    const found = read(pk);
    note(pk, found);
    return found;
  }

  return {
    addTo: (events) =>
      Promise.all(events.map(async (each) => ({ ...each, about: await find(each.event) }))),
  };
}

function ofMessage({ detail }: Extract<TributaryEvent, { detail: { data: { message: object } } }>) {
  const { user, conversation } = detail.data.message;
  return { who: nameOf(user), conversation: conversation.key };
}
