import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { draftOf, statusCallback, unrecognizedOf } from './callbacks.ts';

const statusOf = (more: JsonObject) =>
  draftOf('message.status.updated', { ...statusCallback, ...more }).data;

describe('a message status of ITNIO', () => {
  it.each(['sent', 'delivered', 'read', 'deleted', 'failed'])('may be %s', (status) => {
    expect(statusOf({ status })).toMatchObject({ status });
    expect(statusOf({ status }).providerStatus).toBeUndefined();
  });

  it('has the word of ITNIO beside it where that is written differently', () => {
    expect(statusOf({ status: 'READ' })).toMatchObject({ status: 'read', providerStatus: 'READ' });
  });

  it('is not guessed from an unknown word', () => {
    expect(unrecognizedOf({ ...statusCallback, status: 'teleported' })).toMatchObject({
      reason: 'invalid_shape',
      path: '$.status',
    });
  });

  it('has the code split off from the text of the failure', () => {
    expect(statusOf({ status: 'failed', failure: '131026: Message not delivered' }).errors).toEqual(
      [{ code: '131026', title: 'Message not delivered' }],
    );
  });

  it.each([
    ['true', true],
    ['false', false],
    [true, true],
  ])('with billable %j is billable: %j', (billable, expected) => {
    expect(statusOf({ billable }).pricing).toEqual({ billable: expected });
  });

  it('has no price and no conversation where the callback has none', () => {
    const data = statusOf({ billable: '', conversationId: null, expiresAt: 0 });
    expect(data).not.toHaveProperty('pricing');
    expect(data).not.toHaveProperty('conversation');
  });

  it('needs neither a business nor a user', () => {
    const { form: _form, recipient: _recipient, appId: _appId, ...body } = statusCallback;
    expect(draftOf('message.status.updated', body).data).toEqual({
      messageId: '0123456789abcdef0123456789abcdef',
      status: 'delivered',
      errors: [],
    });
  });
});

describe('a bill of ITNIO', () => {
  const bill: JsonObject = {
    eventType: 'billing-event',
    appId: 'qN4hVt8K',
    businessPhone: '15550100001',
    messageId: '0123456789abcdef0123456789abcdef',
    billable: true,
    currency: 'USD',
    fee: '0.01470',
    timestamp: 1762930805,
  };
  const pricingOf = (more: JsonObject) =>
    draftOf('message.billed', { ...bill, ...more }).data.pricing;

  it('keeps every digit of the fee', () => {
    expect(pricingOf({})).toEqual({ billable: true, currency: 'USD', amount: '0.01470' });
  });

  it.each([
    [0.0147, '0.0147'],
    [3e-7, '0.0000003'],
    [0, '0'],
  ])('reads the fee %j also as a number', (fee, amount) => {
    expect(pricingOf({ fee })).toMatchObject({ amount });
  });

  it('may only say that nothing is billed', () => {
    expect(pricingOf({ fee: '', currency: null, billable: 'false' })).toEqual({ billable: false });
  });

  it.each([
    { fee: '1,50 EUR' },
    { fee: '', billable: '' },
    { fee: null, billable: null, currency: 'USD' },
  ])('is unrecognized without a price that can be read: %j', (more) => {
    expect(unrecognizedOf({ ...bill, ...more })).toMatchObject({ path: '$.fee' });
  });
});
