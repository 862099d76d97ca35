import { describe, expect, it } from 'vitest';
import { draftOf, status, unrecognizedOf } from './callbacks.ts';

const statusOf = (over: Parameters<typeof status>[0]) =>
  draftOf('message.status.updated', status(over)).data;

describe('a status of InnoPaaS', () => {
  it('has the WhatsApp id, and that of InnoPaaS beside it', () => {
    expect(statusOf({})).toMatchObject({
      messageId: 'wamid.B',
      providerMessageId: '63f5d602367ea403f8175a6d',
      status: 'delivered',
    });
  });

  it('has the id of InnoPaaS where there is no WhatsApp id', () => {
    const { messageId, providerMessageId } = statusOf({ wamid: '' });
    expect(messageId).toBe('63f5d602367ea403f8175a6d');
    expect(providerMessageId).toBeUndefined();
  });

  it.each([
    ['delivered', 'delivered', undefined],
    ['READ', 'read', 'READ'],
    ['SMECL:FAILED', 'failed', 'SMECL:FAILED'],
  ])('%s is %s', (word, expected, providerStatus) => {
    const data = statusOf({ status: word });
    expect(data.status).toBe(expected);
    expect(data.providerStatus).toBe(providerStatus);
  });

  it.each([
    [
      { errorCode: '131026', errorMessage: 'Message not delivered' },
      '131026',
      'Message not delivered',
    ],
    [
      { errorCode: '131026', errorMessage: '131026: Message not delivered' },
      '131026',
      'Message not delivered',
    ],
    [
      { errorCode: '', errorMessage: '131026: Message not delivered' },
      '131026',
      'Message not delivered',
    ],
    [
      { errorCode: 1008, errorMessage: '131026: Message not delivered' },
      '1008',
      '131026: Message not delivered',
    ],
    [{ errorCode: '131026' }, '131026', undefined],
    [{ errorMessage: 'Message not delivered' }, undefined, 'Message not delivered'],
  ])('has the error of %j', (errorData, code, title) => {
    const { errors } = statusOf({ status: 'failed', errorData });
    expect(errors).toEqual([
      { ...(code !== undefined && { code }), ...(title !== undefined && { title }) },
    ]);
  });

  it.each([null, '', {}, []])('has no errors where errorData is %j', (errorData) => {
    expect(statusOf({ errorData }).errors).toEqual([]);
  });

  it.each(['2023-02-22T12:00:00.000Z', '2023-02-22 12:00:00'])(
    'belongs to a conversation that ends at %s',
    (expireAt) => {
      const conversation = { id: 'c1', initiateType: 'referral_conversion', expireAt };
      expect(statusOf({ conversation }).conversation).toEqual({
        id: 'c1',
        type: 'referral_conversion',
        expiresAt: '2023-02-22T12:00:00.000Z',
      });
    },
  );

  it('has the sender, the currency and the data that the owner attached', () => {
    expect(
      statusOf({ sendPhone: '+15550100001', currency: 'USD', uid: 'order-4711' }),
    ).toMatchObject({
      business: { phone: '15550100001' },
      pricing: { currency: 'USD' },
      callbackData: 'order-4711',
    });
  });

  it.each([
    [{ status: 'SMECL:EATEN' }, '$.body.status'],
    [{ status: null }, '$.body.status'],
    [{ wamid: '', id: '' }, '$.body.wamid'],
  ])('is unrecognized with %j', (over, path) => {
    expect(unrecognizedOf(status(over))).toMatchObject({ reason: 'invalid_shape', path });
  });
});
