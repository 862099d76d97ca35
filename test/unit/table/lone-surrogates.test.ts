import { expect, it } from 'vitest';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

it('half an emoji becomes a replacement character in keys and events: AWS takes only Unicode', () => {
  const { key, event } = toEventRecord(
    textMessage({ id: 'wamid.\ud83d', text: 'bye \ud83d' }),
    receipt,
  );
  expect(key.pk).toBe('message#incs#wamid.\ufffd');
  expect(event.detail.data).toMatchObject({ message: { content: { text: 'bye \ufffd' } } });
});
