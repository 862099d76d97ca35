import { expect, it } from 'vitest';
import { readEvent, readRaw, toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

it('an item gives back its event and its raw JSON', () => {
  const record = { ...toEventRecord(textMessage(), receipt), raw: '{"a":1}' };
  const item = { ...toEventItem(record, { publish: true }) };
  expect(readEvent(item)).toEqual(record.event);
  expect(readRaw(item)).toBe('{"a":1}');
});

it('an item whose raw JSON is in the payload bucket is published like every other', () => {
  const payload = { key: 'raw/incs/a/b.json', content: '{}' };
  const record = { ...toEventRecord(textMessage(), receipt), payload };
  expect(toEventItem(record, { publish: true })).toMatchObject({
    publish: { N: '1' },
    payloadKey: { S: payload.key },
  });
  expect(toEventItem(record, { publish: false })).not.toHaveProperty('publish');
});

it.each([
  {},
  { detail: { S: '{' } },
  { detail: { S: '{"metadata":{}}' } },
  { detail: { S: 'null' } },
])('an item without an event, %j, gives none', (item) => {
  expect(readEvent(item)).toBeUndefined();
});
