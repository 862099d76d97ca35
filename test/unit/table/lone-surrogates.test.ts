import { expect, it } from 'vitest';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

it('half an emoji is escaped in keys and events: AWS takes only Unicode', () => {
  const { key, event } = toEventRecord(
    textMessage({ id: 'wamid.\ud83d', text: 'bye \ud83d' }),
    receipt,
  );
  expect(key.pk).toBe(String.raw`message#incs#wamid.\uD83D`);
  expect(event.detail.data).toMatchObject({ message: { content: { text: 'bye \\uD83D' } } });
});

it('ids that differ only in half an emoji, or in its escape, are different messages', () => {
  const ids = ['wamid.\ud83d', 'wamid.\ud83e', 'wamid.\ufffd', 'wamid.\\uD83D', 'wamid.\\\\uD83D'];
  const records = ids.map((id) => toEventRecord(textMessage({ id }), receipt));
  expect(new Set(records.map(({ event }) => event.detail.metadata.id)).size).toBe(ids.length);
  expect(new Set(records.map(({ key }) => key.pk)).size).toBe(ids.length);
});
