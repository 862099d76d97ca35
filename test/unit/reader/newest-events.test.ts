import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { newestEvents, type StoredEvent } from '../../../shared/reader/newest-events.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

function told(draft: EventDraft): StoredEvent {
  const { key, event } = toEventRecord(draft, receipt);
  return { ...key, event };
}

/** What a run says of the message that `textMessage` drafts. */
function replayed(run: string, text: string): StoredEvent {
  const { key, event } = toReplayRecord(toEventRecord(textMessage({ text }), receipt), run);
  return { ...key, event };
}

function texts(records: readonly StoredEvent[]): readonly unknown[] {
  return newestEvents(records).map(textOf);
}

function textOf(event: TributaryEvent): unknown {
  if (event['detail-type'] !== 'message.received') return event['detail-type'];
  const { content } = event.detail.data.message;
  return content.kind === 'text' ? content.text : content.kind;
}

describe('of an event record and its replays', () => {
  const original = told(textMessage({ text: 'told' }));
  const first = replayed('2026-02-01T00:00:00.000Z', 'first');
  const second = replayed('2026-03-01T00:00:00.000Z', 'second');

  it('the last replay counts, in whatever order they are read', () => {
    expect(texts([original, first, second])).toEqual(['second']);
    expect(texts([second, first, original])).toEqual(['second']);
    expect(texts([original])).toEqual(['told']);
  });

  it('a replay counts alone when the original is gone', () => {
    expect(texts([first])).toEqual(['first']);
  });

  it('the event says nothing of the replay', () => {
    const [event] = newestEvents([original, second]);
    expect(second.event.detail.metadata.replayed).toBe(true);
    expect(event?.detail.metadata).toEqual(original.event.detail.metadata);
  });
});

it('a replay of one event record leaves the others of the message as they are', () => {
  const status = told(deliveredStatus());
  const again = replayed('2026-02-01T00:00:00.000Z', 'again');
  expect(texts([told(textMessage()), again, status])).toEqual(['again', 'message.status.updated']);
});

it('event records of the same name under the two ids of a message are two event records', () => {
  const status = told(deliveredStatus());
  expect(newestEvents([status, { ...status, pk: 'message#incs#2604' }])).toHaveLength(2);
});

it('what another provider event told, and what contradicts the event record, is left out', () => {
  const record = told(textMessage());
  const beside = ['alternate#other', 'conflict#c0ffee'].map((sk) => ({ ...record, sk }));
  expect(newestEvents([...beside, record])).toHaveLength(1);
});
