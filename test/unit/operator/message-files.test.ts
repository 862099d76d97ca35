import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { listFiles } from '../../../tools/operator/media/list-files.ts';
import { readFiles, toRetriedFile } from '../../../tools/operator/media/message-files.ts';
import { planRetry } from '../../../tools/operator/media/plan-retry.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

function itemOf(draft: EventDraft): TableItem {
  return {
    ...toEventRecord(draft, receipt),
    raw: () => undefined,
    payloadKey: undefined,
    isPublished: true,
    isInQuarantine: false,
    alias: undefined,
    userHashes: undefined,
  };
}

const { data } = textMessage();
const media = [0, 1].map((index) => ({ index, role: 'content' as const }));
const message = itemOf({ ...textMessage(), data: { message: { ...data.message, media } } });
const subject = { messageId: 'wamid.A', media: { index: 0, role: 'content' as const } };

function failed(attempt: number, minute: number): TableItem {
  return itemOf({
    type: 'media.failed',
    providerEvent: 'new_message',
    occurredAt: `2026-01-02T03:${minute}:00.000Z`,
    data: { ...subject, reason: 'gone', retryable: false, attempt },
  });
}

function stored(copy: number | undefined, minute: number): TableItem {
  return itemOf({
    type: 'media.stored',
    providerEvent: 'new_message',
    occurredAt: `2026-01-02T03:${minute}:00.000Z`,
    data: {
      ...subject,
      bucket: 'media',
      key: 'k',
      sizeBytes: 1,
      sha256: 'a'.repeat(64),
      contentType: 'image/jpeg',
      copy,
    },
  });
}

describe('the files of a message', () => {
  const outcomes = [failed(6, 10), failed(3, 30), stored(2, 20), stored(undefined, 15)];

  it.each([
    ['in the order of time', outcomes],
    ['in another order', outcomes.toReversed()],
  ])('have their last attempt, their copies and their time, read %s', (_, items) => {
    const [first, second] = readFiles([...items, message])?.files ?? [];
    expect(first).toMatchObject({
      since: '2026-01-02T03:30:00.000Z',
      lastAttempt: 6,
      copies: 2,
      state: { state: 'stored' },
    });
    expect(second).toMatchObject({ since: receipt.receivedAt, lastAttempt: 0, copies: 0 });
  });

  it('are fetched again after what is recorded of them', () => {
    const [first, second] = readFiles([message, ...outcomes])?.files ?? [];
    if (first === undefined || second === undefined) throw new Error('two files are needed');
    expect(toRetriedFile(first, undefined)).toEqual({ index: 0, afterAttempt: 6, copy: 3 });
    expect(toRetriedFile(second, 'https://files.example/a')).toEqual({
      index: 1,
      afterAttempt: 0,
      url: 'https://files.example/a',
    });
  });

  it('are named to the mirror where an operator has chosen one of them', () => {
    const files = readFiles([message])?.files ?? [];
    const options = { force: false, isOneMessage: true };
    const plan = planRetry(files, { ...options, index: 1 });
    expect(plan.retriedFiles).toEqual([{ index: 1, afterAttempt: 0 }]);
    expect(planRetry(files, options).retriedFiles).toBeUndefined();
  });
});

describe('the list of files whose message is gone', () => {
  const list = (...items: readonly TableItem[]) =>
    listFiles(['message#incs#wamid.A'], { readPartition: async () => items });

  it.each([
    ['in the order of time', [failed(3, 10), failed(6, 30)]],
    ['in another order', [failed(6, 30), failed(3, 10)]],
  ])('has the last failure of each, read %s', async (_, items) => {
    expect(await list(...items)).toMatchObject([
      { attempt: 6, since: '2026-01-02T03:30:00.000Z', reason: 'gone, and its message is gone' },
    ]);
  });

  it('has none that was stored', async () => {
    expect(await list(failed(3, 10), stored(undefined, 20))).toEqual([]);
    expect(await list(stored(undefined, 20), failed(3, 30))).toEqual([]);
  });
});
