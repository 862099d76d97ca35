import { describe, expect, it } from 'vitest';
import type { Data } from '../../../shared/contract/index.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { draftOf, unrecognizedOf, userPhone, valueWith } from './values.ts';

const payment = {
  reference_id: 'order-7',
  amount: { value: 21000, offset: 100 },
  currency: 'INR',
};

function paymentOf(fields: JsonObject = {}): Data<'payment.updated'> {
  const status = {
    id: 'wamid.ORDER',
    type: 'payment',
    status: 'captured',
    recipient_id: userPhone,
    timestamp: '1768046460',
    payment,
    ...fields,
  };
  const draft = draftOf(valueWith({ statuses: [status] }));
  if (draft.type !== 'payment.updated') throw new Error(`a ${draft.type}`);
  return draft.data;
}

describe('the status of a payment', () => {
  it('is an event of its own: what, how much, for which order, by whom', () => {
    expect(paymentOf()).toEqual({
      referenceId: 'order-7',
      current: 'captured',
      amount: '210.00',
      currency: 'INR',
      messageId: 'wamid.ORDER',
      business: { phone: '15550100001' },
      user: { phone: userPhone },
      errors: [],
    });
  });

  it.each(['new', 'pending', 'captured', 'failed', 'canceled', 'a word of tomorrow'])(
    'is the word of the provider: %s',
    (status) => {
      expect(paymentOf({ status }).current).toBe(status);
    },
  );

  it('names the user in either field', () => {
    expect(paymentOf({ recipient_id: null, from: userPhone }).user).toEqual({ phone: userPhone });
  });

  it('has the error of the attempt, and of the callback', () => {
    const error = { code: 'A123', reason: 'declined' };
    const transaction = { id: 'order_1', status: 'failed', error };
    const errors = [{ code: 131000, title: 'Something went wrong' }];
    expect(paymentOf({ payment: { ...payment, transaction }, errors })).toMatchObject({
      transaction: { id: 'order_1', status: 'failed' },
      errors: [
        { code: 'A123', title: 'declined' },
        { code: '131000', title: 'Something went wrong' },
      ],
    });
  });

  it('has its type in any case', () => {
    expect(paymentOf({ type: 'PAYMENT' }).current).toBe('captured');
  });

  it('is known by its object where it has no type, and by its type where it has no object', () => {
    expect(paymentOf({ type: null }).referenceId).toBe('order-7');
    expect(paymentOf({ payment: null })).toMatchObject({ current: 'captured', errors: [] });
  });

  it('is of another status where the type is unknown', () => {
    const status = { id: 'wamid.A', type: 'announced_tomorrow', status: 'failed' };
    expect(unrecognizedOf(valueWith({ statuses: [status] }))).toMatchObject({
      reason: 'invalid_shape',
      path: '$.entry[0].changes[0].value.statuses[0].type',
    });
  });
});
