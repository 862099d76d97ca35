import { describe, expect, it } from 'vitest';
import { toQuarantineRecord } from '../../../functions/callback/to-event-records.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { compareRecords, storeRepeat } from '../../../shared/table/store-repeat.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryEventStore } from '../../support/memory-event-store.ts';

const quarantined = (unrecognized: Parameters<typeof toQuarantineRecord>[0], text: string) =>
  toQuarantineRecord(unrecognized, receipt, { text, headers: {} });

it('a quarantined item that comes again is a duplicate, however it is described and spaced', () => {
  const first = quarantined({ reason: 'unknown_provider_event' }, '{"a":1,"b":2}');
  const second = quarantined(
    { reason: 'invalid_shape', providerEvent: 'note', path: '$.b', problem: 'expected text' },
    '{ "b": 2, "a": 1 }',
  );
  expect(second.key).toEqual(first.key);
  expect(compareRecords({ event: first.event, raw: undefined }, second)).toBe('duplicate');
});

describe('a status that comes again in another word of the provider', () => {
  const { data, ...draft } = deliveredStatus();
  const created = (providerStatus: string, fields: object = {}): EventRecord => {
    const status = { ...data, status: 'created' as const, providerStatus, ...fields };
    const raw = JSON.stringify({ providerStatus, ...fields });
    return { ...toEventRecord({ ...draft, data: status }, receipt), raw };
  };

  it('is an alternate: `queued` and then `sending` say the same', () => {
    expect(compareRecords(created('queued'), created('sending'))).toBe('alternate');
  });

  it('is a conflict where anything else differs', () => {
    const failed = created('sending', { errors: [{ code: '30003' }] });
    expect(compareRecords(created('queued'), failed)).toBe('conflict');
  });

  it('is a conflict where the word is the same and the raw form says more', () => {
    const first = created('queued');
    const second = { ...first, raw: JSON.stringify({ providerStatus: 'queued', more: 1 }) };
    expect(compareRecords(first, second)).toBe('conflict');
  });

  it('is stored once for each word', async () => {
    const memory = createMemoryEventStore();
    const outcomes: string[] = [];
    for (const word of ['queued', 'sending', 'accepted', 'sending', 'queued']) {
      outcomes.push(await memory.store(created(word)));
    }
    expect(outcomes).toEqual(['stored', 'alternate', 'alternate', 'duplicate', 'duplicate']);
    expect(memory.records().map(({ key }) => key.sk)).toEqual([
      'status#created',
      'alternate#message_status_update/sending#status#created',
      'alternate#message_status_update/accepted#status#created',
    ]);
  });
});

it('a conflict that cannot be stored beside the record is an error, and not a duplicate', async () => {
  const [first, second] = ['Hello', 'Goodbye'].map((text) => ({
    ...toEventRecord(textMessage({ text }), receipt),
    raw: JSON.stringify({ text }),
  }));
  const putBeside = () => Promise.reject(new Error('the table is out'));
  if (first === undefined || second === undefined) throw new Error('unreachable');
  await expect(storeRepeat(first, second, putBeside)).rejects.toThrow('the table is out');
});

describe('a record that comes again', () => {
  const record = (raw: string | undefined, text = 'Hello'): EventRecord => ({
    ...toEventRecord(textMessage({ text }), receipt),
    raw,
  });
  const withPayload = (key: string): EventRecord => ({
    ...record(undefined),
    payload: { key, content: '' },
  });

  it.each([
    ['the same text', '{"id":1,"text":"Hello"}'],
    ['another order and white space', '{ "text": "Hello", "id": 1 }'],
    ['another spelling of a letter and a number', '{"id":1.0,"text":"H\\u0065llo"}'],
  ])('is a duplicate in a raw form with %s', (_what, raw) => {
    expect(compareRecords(record('{"id":1,"text":"Hello"}'), record(raw))).toBe('duplicate');
  });

  it.each([
    ['a value', '{"id":1,"text":"Hello","field_of_tomorrow":2}'],
    ['a field', '{"id":1,"text":"Hello"}'],
    ['the digits of a long number', '{"id":9007199254740993}'],
  ])('is a conflict where %s of its raw form differs, even one that no event has', (_what, raw) => {
    const first = record('{"id":1,"text":"Hello","field_of_tomorrow":1}');
    expect(compareRecords(first, record(raw))).toBe('conflict');
    expect(compareRecords(record('{"id":9007199254740992}'), record(raw))).toBe('conflict');
  });

  it('is stored once for each raw form, and unpublished', async () => {
    const memory = createMemoryEventStore();
    const forms = ['{"a":1}', '{"a":2}', '{"a":3}', '{ "a": 2 }'];
    const outcomes: string[] = [];
    for (const raw of forms) outcomes.push(await memory.store(record(raw)));
    expect(outcomes).toEqual(['stored', 'conflict', 'conflict', 'duplicate']);
    expect(memory.records().map(({ raw, isPublished }) => [raw, isPublished])).toEqual([
      ['{"a":1}', true],
      ['{"a":2}', false],
      ['{"a":3}', false],
    ]);
  });

  it('is compared by the key of its raw JSON in the payload bucket', () => {
    const stored = withPayload('raw/incs/1/a.json');
    expect(compareRecords(stored, withPayload('raw/incs/1/a.json'))).toBe('duplicate');
    expect(compareRecords(stored, withPayload('raw/incs/1/b.json'))).toBe('conflict');
    expect(compareRecords(stored, record('{}'))).toBe('conflict');
  });

  it('is compared by its event where there is no raw JSON', () => {
    expect(compareRecords(record(undefined), record('{}'))).toBe('duplicate');
    expect(compareRecords(record(undefined), record('{}', 'Goodbye'))).toBe('conflict');
  });

  it('is stored beside its own record, also when another one of the message conflicts alike', async () => {
    const memory = createMemoryEventStore();
    const status = { ...toEventRecord(deliveredStatus(), receipt), raw: '{"a":1}' };
    for (const first of [record('{"a":1}'), status]) await memory.store(first);
    const second = [record('{"a":2}'), { ...status, raw: '{"a":2}' }];
    const outcomes = await Promise.all(second.map((each) => memory.store(each)));
    expect(outcomes).toEqual(['conflict', 'conflict']);
    expect(memory.records()).toHaveLength(4);
  });

  it('ends even when two names of the provider give one key', async () => {
    const memory = createMemoryEventStore();
    const named = (providerEvent: string, providerStatus?: string): EventRecord => {
      const draft = deliveredStatus();
      const data = { ...draft.data, providerStatus };
      const raw = JSON.stringify([providerEvent, providerStatus]);
      return { ...toEventRecord({ ...draft, providerEvent, data }, receipt), raw };
    };
    const outcomes: string[] = [];
    for (const each of [named('first'), named('a/b'), named('a', 'b'), named('a', 'b')]) {
      outcomes.push(await memory.store(each));
    }
    expect(outcomes).toEqual(['stored', 'alternate', 'conflict', 'duplicate']);
  });
});
