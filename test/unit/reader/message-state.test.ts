import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { Content, TributaryEvent } from '../../../shared/contract/index.ts';
import { messageStatus } from '../../../shared/contract/message-events.ts';
import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

type Status = EventDraft<'message.status.updated'>['data']['status'];

const toEvent = (draft: EventDraft): TributaryEvent => toEventRecord(draft, receipt).event;

function statusEvent(status: Status, second: number): TributaryEvent {
  const draft = deliveredStatus();
  const occurredAt = `2026-01-02T03:04:${String(second).padStart(2, '0')}.000Z`;
  return toEvent({ ...draft, occurredAt, data: { ...draft.data, status } });
}

/** The furthest status, computed in another way than in the code under test. */
function expectedStatus(statuses: readonly Status[]): Status | undefined {
  const byReach: readonly Status[] = [
    'played',
    'read',
    'delivered',
    'failed',
    'sent',
    'created',
    'deleted',
  ];
  return byReach.find((status) => statuses.includes(status));
}

describe('the state of a message', () => {
  it('is the furthest status, in whatever order and however often they came', () => {
    const statuses = fc.array(fc.constantFrom(...messageStatus.options), { maxLength: 12 });
    fc.assert(
      fc.property(statuses, (words) => {
        const state = deriveMessageState(words.map((word, index) => statusEvent(word, index)));
        expect(state.status).toBe(expectedStatus(words));
        expect(state.deleted).toBe(words.includes('deleted'));
      }),
    );
  });

  it('has the statuses that another app’s message got', () => {
    const draft = deliveredStatus();
    const standby = toEvent({ ...draft, type: 'standby.message.status.updated' });
    expect(deriveMessageState([statusEvent('sent', 1), standby]).status).toBe('delivered');
  });

  it('has the app’s own event of a message, else that of standby, else that of history', () => {
    const placeholder: Content = {
      kind: 'unsupported',
      providerType: 'media_placeholder',
      errors: [],
    };
    const { data, ...envelope } = textMessage();
    const waiting = { message: { ...data.message, content: placeholder } };
    const events = [
      toEvent({ ...envelope, data: waiting, type: 'history.message.received' }),
      toEvent({ ...envelope, data, type: 'history.message.received' }),
      toEvent({ ...envelope, data, type: 'standby.message.received' }),
      toEvent({ ...envelope, data, type: 'message.received' }),
    ];
    expect(new Set(events.map((event) => event.detail.metadata.id)).size).toBe(events.length);
    for (const count of [1, 2, 3, 4]) {
      const known = events.slice(0, count).toReversed();
      expect(deriveMessageState(known).message).toEqual(events[count - 1]?.detail);
    }
  });

  it('has the furthest status of a deleted message, too', () => {
    const state = deriveMessageState([statusEvent('deleted', 3), statusEvent('read', 2)]);
    expect(state).toMatchObject({ status: 'read', deleted: true });
  });

  it('has the statuses in the order in which they happened', () => {
    const state = deriveMessageState([statusEvent('read', 9), statusEvent('sent', 1)]);
    expect(state.statuses.map(({ data }) => data.status)).toEqual(['sent', 'read']);
  });
});

describe('the media of a message', () => {
  const file = { index: 0, role: 'content' } as const;
  const draft = textMessage();
  const message = toEvent({
    ...draft,
    data: { message: { ...draft.data.message, media: [file] } },
  });
  const failed = toEvent({
    type: 'media.failed',
    providerEvent: 'new_message',
    data: { messageId: 'wamid.A', media: file, reason: 'gone', retryable: false, attempt: 1 },
  });
  const storedDraft: EventDraft<'media.stored'> = {
    type: 'media.stored',
    providerEvent: 'new_message',
    data: {
      messageId: 'wamid.A',
      media: file,
      bucket: 'media',
      key: 'k',
      sizeBytes: 1,
      sha256: '0'.repeat(64),
      contentType: 'image/jpeg',
    },
  };
  const stored = toEvent(storedDraft);

  it.each([
    ['pending', [message]],
    ['failed', [message, failed]],
    ['stored', [message, stored, failed]],
  ])('is %s', (state, events) => {
    expect(deriveMessageState(events).media).toMatchObject([{ index: 0, state }]);
  });

  it.each([[[2, undefined, 3]], [[3, 2, undefined]], [[undefined, 3, 2]]])(
    'is the highest of the copies %j',
    (copies) => {
      const events = copies.map((copy) =>
        toEvent({ ...storedDraft, data: { ...storedDraft.data, copy, key: `copy ${copy}` } }),
      );
      expect(deriveMessageState([message, ...events]).media).toMatchObject([
        { index: 0, state: 'stored', stored: { key: 'copy 3' } },
      ]);
    },
  );
});
