import { describe, expect, it } from 'vitest';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { createEventSubjects } from '../../../tools/console/server/event-subjects.ts';
import type { EventsTable } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { goldenEvent } from '../../support/golden-events.ts';

/** The message of the file. */
const message = goldenEvent(
  'message.received',
  ({ detail }) => detail.data.message.user.name !== undefined,
);

/** What the mirror says of its file: it names no person. */
const failed = {
  ...message,
  'detail-type': 'media.failed',
  detail: {
    metadata: { ...message.detail.metadata, id: 'failed', type: 'media.failed' },
    data: {
      messageId: message.detail.data.message.id,
      media: { index: 0, role: 'content' },
      reason: 'gone',
      retryable: false,
      attempt: 1,
    },
  },
} satisfies TributaryEvent<'media.failed'>;

const { user, conversation } = message.detail.data.message;
const subject = { who: user.name, conversation: conversation.key };

/** A table with these events, which counts its queries. */
function tableOf(...events: readonly TributaryEvent[]) {
  const asked: string[] = [];
  const readPartition: EventsTable['readPartition'] = async (pk) => {
    asked.push(pk);
    return events.map((event) => ({ event })) as never;
  };
  return { asked, readPartition };
}

const arrived = (...events: readonly TributaryEvent[]) =>
  events.map((event, index) => ({ sequence: index + 1, at: '2026-01-02T03:04:05Z', event }));

describe('whom an event is about', () => {
  it('is known of a file whose message arrived before it, without a query', async () => {
    const table = tableOf();
    const events = await createEventSubjects(table).addTo(arrived(message, failed));
    expect(events.map(({ about }) => about)).toEqual([subject, subject]);
    expect(table.asked).toEqual([]);
  });

  it('is asked of the table once for a message that did not arrive lately', async () => {
    const table = tableOf(failed, message);
    const subjects = createEventSubjects(table);
    for (let times = 0; times < 2; times += 1) {
      const [shown] = await subjects.addTo(arrived(failed));
      expect(shown?.about).toEqual(subject);
    }
    expect(table.asked).toHaveLength(1);
  });

  it('is asked again after a failure', async () => {
    const { readPartition } = tableOf(message);
    let isDown = true;
    const table: Pick<EventsTable, 'readPartition'> = {
      readPartition: async (pk) =>
        isDown ? Promise.reject(new Error('throttled')) : readPartition(pk),
    };
    const subjects = createEventSubjects(table);
    expect(await subjects.addTo(arrived(failed))).toMatchObject([{ about: undefined }]);
    isDown = false;
    expect(await subjects.addTo(arrived(failed))).toMatchObject([{ about: subject }]);
  });

  it('is not known when the table has no message, or may not be read', async () => {
    const refused = { readPartition: () => Promise.reject(new Error('AccessDenied')) };
    for (const table of [tableOf(), refused]) {
      const [shown] = await createEventSubjects(table).addTo(arrived(failed));
      expect(shown).toMatchObject({ event: failed, about: undefined });
    }
  });

  it('is remembered of the last 10,000 messages', async () => {
    const table = tableOf(message);
    const subjects = createEventSubjects(table);
    const { metadata, data } = message.detail;
    const other = (id: string): TributaryEvent => ({
      ...message,
      detail: { metadata, data: { ...data, message: { ...data.message, id } } },
    });
    const others = Array.from({ length: 9_999 }, (_, index) => other(`other-${index}`));
    await subjects.addTo(arrived(message, ...others));
    await subjects.addTo(arrived(failed));
    expect(table.asked).toEqual([]);
    await subjects.addTo(arrived(other('one-more')));
    expect(await subjects.addTo(arrived(failed))).toMatchObject([{ about: subject }]);
    expect(table.asked).toHaveLength(1);
  });

  it('is both sides of a status, a call and a payment', async () => {
    const table = tableOf();
    const events = [
      goldenEvent('message.status.updated', ({ detail }) => detail.data.user !== undefined),
      goldenEvent('call.updated'),
    ];
    const shown = await createEventSubjects(table).addTo(arrived(...events));
    for (const { about } of shown) expect(about?.conversation).toMatch(/^[a-z]+#[^#]+#[^#]+$/);
    expect(isMessageEvent(events[0])).toBe(false);
    expect(table.asked).toEqual([]);
  });
});
