import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/json.ts';
import { draftOf, statusCallback, textCallback, unrecognizedOf } from './callbacks.ts';

describe('the channel of an ITNIO callback', () => {
  it.each([0, '0', undefined, null, ''])('is WhatsApp for channelType %j', (channelType) => {
    const body = { ...textCallback, ...(channelType !== undefined && { channelType }) };
    expect(draftOf('message.received', body).channel).toBe('whatsapp');
  });

  it('is WhatsApp where there is no channelType', () => {
    const { channelType: _, ...body } = textCallback;
    expect(draftOf('message.received', body).channel).toBe('whatsapp');
  });

  it('is not guessed for another channelType', () => {
    const { channel, data } = draftOf('message.received', { ...textCallback, channelType: 4 });
    expect(channel).toBeUndefined();
    expect(data.message.conversation.key).toBe('unknown:itnio:4#15550100001#447700900123');
  });

  it('is what the owner configured for the app, for another channelType', () => {
    const body = { ...textCallback, channelType: 4 };
    expect(draftOf('message.received', body, { qN4hVt8K: { channel: 'viber' } }).channel).toBe(
      'viber',
    );
  });
});

describe('the business of an ITNIO callback', () => {
  const { businessPhone: _, ...anonymous } = textCallback;

  it('is the phone number in the callback rather than the configured one', () => {
    const channels = { qN4hVt8K: { phone: '15550100009' } };
    expect(draftOf('message.received', textCallback, channels).data.message.business).toEqual({
      phone: '15550100001',
    });
  });

  it('is the configured phone number of the app where the callback has none', () => {
    const channels = { qN4hVt8K: { phone: '15550100009' } };
    expect(draftOf('message.received', anonymous, channels).data.message.business).toEqual({
      phone: '15550100009',
    });
  });

  it('is the app where there is no phone number', () => {
    expect(draftOf('message.received', anonymous).data.message.business).toEqual({
      id: 'qN4hVt8K',
    });
  });

  it('is an id where the number is not a phone number', () => {
    const body = { ...textCallback, businessPhone: 'PHONE-NUMBER' };
    expect(draftOf('message.received', body).data.message.business).toEqual({
      id: 'PHONE-NUMBER',
    });
  });

  it('must be there in a message', () => {
    expect(unrecognizedOf({ ...anonymous, appId: '' })).toMatchObject({ path: '$.businessPhone' });
  });

  it.each<[JsonObject, string]>([
    [{ from: { phone: '', name: 'Ada', userId: 'GB.1349' } }, 'GB.1349'],
    [{ from: { phone: 'GB.1349' } }, 'GB.1349'],
    [{ from: null, fromUserId: 'GB.1349' }, 'GB.1349'],
    [{ from: { username: 'ada.example' } }, 'ada.example'],
  ])('meets a user who is known by an id only: %j', (fields, id) => {
    const body = { ...textCallback, ...fields };
    expect(draftOf('message.received', body).data.message).toMatchObject({
      user: { id },
      conversation: { key: `whatsapp#15550100001#${id}` },
    });
  });

  it('has no user where the callback names none', () => {
    const body = { ...textCallback, from: { name: 'Ada' } };
    expect(unrecognizedOf(body)).toMatchObject({ path: '$.from.phone' });
  });

  it('keeps the messages of two users apart who are known by an id only', () => {
    const idOf = (userId: string) =>
      draftOf('message.received', { ...textCallback, messageId: '', from: { userId } }).data.message
        .id;
    expect(idOf('GB.1349')).not.toBe(idOf('GB.1350'));
  });

  it('is taken from "form" in a status', () => {
    expect(draftOf('message.status.updated', statusCallback).data.business).toEqual({
      phone: '15550100001',
    });
  });

  it('meets the user in the same conversation however the numbers are written', () => {
    const body = {
      ...textCallback,
      businessPhone: '+1 555 010 0001',
      from: { phone: '+44 7700 900123' },
    };
    expect(draftOf('message.received', body).data.message.conversation.key).toBe(
      'whatsapp#15550100001#447700900123',
    );
  });
});
