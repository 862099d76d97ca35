import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { selectCurrentEvents } from '../../../shared/reader/current-events.ts';
import type { StoredRecord } from '../../../shared/table/event-record.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toReplayRecord } from '../../../shared/table/to-replay-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

function toRecord(draft: EventDraft): StoredRecord {
  return toEventRecord(draft, receipt);
}

/** The message that `textMessage` drafts, as a replay reads it. */
function replayed(run: string, text: string): StoredRecord {
  return toReplayRecord(toRecord(textMessage({ text })), run);
}

function texts(records: readonly StoredRecord[]): readonly unknown[] {
  return selectCurrentEvents(records).map(textOf);
}

function textOf(event: TributaryEvent): unknown {
  if (event['detail-type'] !== 'message.received') return event['detail-type'];
  const { content } = event.detail.data.message;
  return content.kind === 'text' ? content.text : content.kind;
}

describe('an event record and its replays', () => {
  const original = toRecord(textMessage({ text: 'original' }));
  const first = replayed('2026-02-01T00:00:00.000Z', 'first');
  const second = replayed('2026-03-01T00:00:00.000Z', 'second');

  it('give the event of the last replay, in whatever order they are read', () => {
    expect(texts([original, first, second])).toEqual(['second']);
    expect(texts([second, first, original])).toEqual(['second']);
    expect(texts([original])).toEqual(['original']);
  });

  it('give the event of a replay alone when the original has expired', () => {
    expect(texts([first])).toEqual(['first']);
  });

  it('give an event without the mark of the replay', () => {
    const [event] = selectCurrentEvents([original, second]);
    expect(second.event.detail.metadata.replayed).toBe(true);
    expect(event?.detail.metadata).toEqual(original.event.detail.metadata);
  });
});

it('a replay of one event record does not change the others of the message', () => {
  const status = toRecord(deliveredStatus());
  const again = replayed('2026-02-01T00:00:00.000Z', 'again');
  expect(texts([toRecord(textMessage()), again, status])).toEqual([
    'again',
    'message.status.updated',
  ]);
});

it('records with one sort key under the two ids of a message are two events', () => {
  const status = toRecord(deliveredStatus());
  expect(
    selectCurrentEvents([status, { ...status, key: { ...status.key, pk: 'message#incs#2604' } }]),
  ).toHaveLength(2);
});

it('leaves out alternates and conflicts', () => {
  const record = toRecord(textMessage());
  const beside = ['alternate#other#message', `conflict#${'c0ffee'.padEnd(32, '0')}`].map((sk) => ({
    ...record,
    key: { ...record.key, sk },
  }));
  expect(selectCurrentEvents([...beside, record])).toHaveLength(1);
});
