import { describe, expect, it } from 'vitest';
import { isJsonObject, withoutEmpty } from '../../../../shared/json.ts';
import type { NormalizedPart } from '../../../../shared/provider/provider-adapter.ts';
import {
  changeOf,
  deliveryOf,
  draftsOf,
  entryOf,
  messagesValue,
  partsOf,
  textFrom,
} from './callbacks.ts';

const second = { display_phone_number: '15550100002', phone_number_id: '200000000000002' };

const body = deliveryOf(
  entryOf(
    '100000000000101',
    changeOf('messages', messagesValue({ messages: [textFrom('447700900123', 'wamid.A')] })),
    changeOf('messages', {
      messaging_product: 'whatsapp',
      metadata: second,
      messages: [textFrom('447700900123', 'wamid.B'), textFrom('447700900456', 'wamid.C')],
    }),
  ),
  entryOf(
    '100000000000102',
    changeOf('account_review_update', { decision: 'APPROVED' }),
    changeOf('calls', messagesValue({ calls: [{ id: 'wacid.A', from: '447700900123' }] })),
    changeOf('messages', messagesValue({ messages: [{ id: 'wamid.D' }] })),
  ),
);

describe('a delivery of several accounts and numbers', () => {
  const parts = partsOf(body);

  it('is attributed part by part, in its order', () => {
    const told = parts.map((part) => {
      if ('kept' in part) return part.kept.providerEvent;
      if (!part.understood) return part.unrecognized.path;
      const { type, account, data } = part.draft;
      return type === 'message.received'
        ? [account, data.message.business.phone, data.message.id]
        : [type, account];
    });
    const [first, other] = ['200000000000001', '200000000000002'];
    const wabaId = '100000000000101';
    expect(told).toEqual([
      [{ wabaId, phoneNumberId: first }, '15550100001', 'wamid.A'],
      [{ wabaId, phoneNumberId: other }, '15550100002', 'wamid.B'],
      [{ wabaId, phoneNumberId: other }, '15550100002', 'wamid.C'],
      ['account.updated', { wabaId: '100000000000102' }],
      'calls',
      '$.entry[1].changes[2].value.messages[0].from',
    ]);
  });

  it('keeps of each part what gives the same part when it is read alone', () => {
    for (const part of parts) {
      const raw = rawOf(part);
      if (raw === undefined) throw new Error('a part of several has a raw form of its own');
      const [alone, ...more] = partsOf(raw);
      expect(more).toEqual([]);
      expect(withoutPlace(alone)).toEqual(withoutPlace(part));
    }
  });

  it('keeps of each part nothing of the others', () => {
    const [first] = parts;
    expect(JSON.stringify(first && rawOf(first))).not.toContain('wamid.B');
  });
});

describe('the business', () => {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: '200000000000001' },
    messages: [textFrom('447700900123', 'wamid.A')],
  };
  const bare = deliveryOf(entryOf('100000000000101', changeOf('messages', value)));

  it('is the configured number where the callback has none', () => {
    const [draft] = draftsOf(bare, { '200000000000001': { phone: '15550100009' } });
    expect(draft?.data).toMatchObject({
      message: {
        business: { phone: '15550100009' },
        conversation: { key: 'whatsapp#15550100009#447700900123' },
      },
    });
  });

  it('is Meta’s id of the number where nothing is configured', () => {
    const [draft] = draftsOf(bare);
    expect(draft?.data).toMatchObject({ message: { business: { id: '200000000000001' } } });
  });
});

function rawOf(part: NormalizedPart) {
  if ('kept' in part) return part.kept.raw;
  return part.understood ? part.draft.raw : part.unrecognized.raw;
}

/** What a part says, wherever it stood. */
function withoutPlace(part: NormalizedPart | undefined): unknown {
  const text = JSON.stringify(part, (key, value) =>
    key === 'raw' ? undefined : key === 'path' ? '' : value,
  );
  const parsed = JSON.parse(text);
  return isJsonObject(parsed) ? withoutEmpty(parsed) : parsed;
}
