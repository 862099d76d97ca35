import { describe, expect, it } from 'vitest';
import { isJsonObject, withoutEmpty } from '../../../../shared/json.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import {
  callbackOf,
  changeOf,
  draftsOf,
  entryOf,
  messagesValue,
  resultsOf,
  textFrom,
} from './callbacks.ts';

const second = { display_phone_number: '15550100002', phone_number_id: '200000000000002' };

const body = callbackOf(
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
    changeOf('calls', messagesValue({ calls: [{ id: 'wacid.A', event: 'connect' }] })),
    changeOf('messages', messagesValue({ messages: [{ id: 'wamid.D' }] })),
  ),
);

describe('a callback of several accounts and numbers', () => {
  const results = resultsOf(body);

  it('is attributed item by item, in its order', () => {
    const attributed = results.map((result) => {
      if (result.kind === 'unrecognized') return result.path;
      if (result.kind !== 'event') return result.providerEvent;
      const { type, account, data } = result.draft;
      return type === 'message.received'
        ? [account, data.message.business.phone, data.message.id]
        : [type, account];
    });
    const [first, other] = ['200000000000001', '200000000000002'];
    const wabaId = '100000000000101';
    expect(attributed).toEqual([
      [{ wabaId, phoneNumberId: first }, '15550100001', 'wamid.A'],
      [{ wabaId, phoneNumberId: other }, '15550100002', 'wamid.B'],
      [{ wabaId, phoneNumberId: other }, '15550100002', 'wamid.C'],
      ['account.updated', { wabaId: '100000000000102' }],
      ['call.updated', { wabaId: '100000000000102', phoneNumberId: first }],
      '$.entry[1].changes[2].value.messages[0].from',
    ]);
  });

  it('gives each item a raw form that has the same result when it is normalized alone', () => {
    for (const result of results) {
      const raw = rawOf(result);
      if (raw === undefined) throw new Error('an item among others has no raw form');
      const [alone, ...more] = resultsOf(raw);
      expect(more).toEqual([]);
      expect(withoutPlace(alone)).toEqual(withoutPlace(result));
    }
  });

  it('gives each item a raw form without the other items', () => {
    const [first] = results;
    expect(JSON.stringify(first && rawOf(first))).not.toContain('wamid.B');
  });
});

describe('the business', () => {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: '200000000000001' },
    messages: [textFrom('447700900123', 'wamid.A')],
  };
  const bare = callbackOf(entryOf('100000000000101', changeOf('messages', value)));

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

function rawOf(result: NormalizeResult) {
  if (result.kind === 'event') return result.draft.raw;
  return 'raw' in result ? result.raw : undefined;
}

/** A result, wherever its item stands. */
function withoutPlace(result: NormalizeResult | undefined): unknown {
  const text = JSON.stringify(result, (key, value) =>
    key === 'raw' ? undefined : key === 'path' ? '' : value,
  );
  const parsed = JSON.parse(text);
  return isJsonObject(parsed) ? withoutEmpty(parsed) : parsed;
}
