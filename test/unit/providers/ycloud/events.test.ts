import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const { anyDraftOf, draftOf, unrecognizedOf } = createResultReader(await loadProvider('ycloud'));

const sentAt = '2026-01-02T03:04:06.000Z';

function callback(type: string, object: JsonObject): JsonObject {
  return { id: 'evt_1', type, apiVersion: 'v2', createTime: sentAt, ...object };
}

describe('what happened on Messenger', () => {
  const sides = { from: '1001', to: '2001' };
  const inbound = (over: JsonObject) =>
    callback('messenger.inbound_message.received', {
      messengerInboundMessage: { id: 'own-1', ...sides, ...over },
    });
  const reaction = (over: JsonObject) =>
    callback('messenger.message_reaction.updated', {
      messengerMessageReaction: { metaMessageId: 'm_1', pageId: '2001', psid: '1001', ...over },
    });

  it('is a message with the id of Meta, else that of YCloud', () => {
    const messageOf = (over: JsonObject) => draftOf('message.received', inbound(over)).data.message;
    expect(messageOf({ metaMessageId: 'm_1' })).toMatchObject({
      id: 'm_1',
      providerMessageId: 'own-1',
    });
    expect(messageOf({ type: 'image' })).toMatchObject({
      id: 'own-1',
      content: { kind: 'unknown', providerType: 'image' },
    });
  });

  it.each([
    [{ action: 'react', emoji: '👍' }, '👍'],
    [{ action: 'react', reaction: 'like' }, 'like'],
    [{ action: 'unreact', emoji: '👍' }, undefined],
  ])('is a reaction %j with the emoji %s', (over, emoji) => {
    const { content } = draftOf('message.received', reaction(over)).data.message;
    expect(content).toEqual({ kind: 'reaction', messageId: 'm_1', emoji });
  });

  it.each([
    [inbound({ from: '' }), 'from'],
    [inbound({ to: '' }), 'to'],
  ])('is quarantined without one of its sides', (body, field) => {
    expect(unrecognizedOf(body).path).toBe(`$.messengerInboundMessage.${field}`);
  });
});

describe('the status of a message', () => {
  const times = {
    sendTime: '2026-01-02T03:04:01.000Z',
    deliverTime: '2026-01-02T03:04:02.000Z',
    readTime: '2026-01-02T03:04:03.000Z',
    updateTime: '2026-01-02T03:04:05.000Z',
  };

  it.each([
    ['messenger', 'sent', times.updateTime],
    ['messenger', 'delivered', times.deliverTime],
    ['messenger', 'read', times.readTime],
    ['sms', 'sent', times.sendTime],
    ['sms', 'delivered', times.deliverTime],
    ['sms', 'failed', times.updateTime],
  ])('of %s that was %s has the time of that', (channel, status, occurredAt) => {
    const object = channel === 'sms' ? 'sms' : 'messengerMessage';
    const sent = { id: 'own-1', from: '2001', to: '447700900123', status };
    const body = (more: JsonObject) =>
      callback(`${channel}.message.updated`, { [object]: { ...sent, ...more } });
    expect(anyDraftOf(body(times)).occurredAt).toBe(occurredAt);
    expect(anyDraftOf(body({})).occurredAt).toBe(sentAt);
  });

  it.each([
    [{}, []],
    [{ errorCode: '7' }, [{ code: '7' }]],
    [{ errorMessage: 'Late' }, [{ title: 'Late' }]],
  ])('of an SMS with %j has the errors %j', (over, errors) => {
    const sms = { id: 'own-1', to: '447700900123', status: 'failed', ...over };
    const draft = draftOf('message.status.updated', callback('sms.message.updated', { sms }));
    expect(draft.data.errors).toEqual(errors);
  });
});

describe('a payment', () => {
  const paymentOf = (...transactions: JsonObject[]) =>
    draftOf(
      'payment.updated',
      callback('whatsapp.payment.updated', {
        whatsappPayment: { referenceId: '7', status: 'captured', transactions },
      }),
    );
  const at = (updatedTimestamp: string, id: string) => ({
    id,
    status: 'success',
    updatedTimestamp,
  });

  it('is that of the attempt which changed last, whatever the order of the list', () => {
    const early = at('2026-01-02T03:04:01.000Z', 'one');
    const late = at('2026-01-02T03:04:02.000Z', 'two');
    for (const list of [
      [early, late],
      [late, early],
    ]) {
      expect(paymentOf(...list)).toMatchObject({
        occurredAt: '2026-01-02T03:04:02.000Z',
        data: { transaction: { id: 'two' } },
      });
    }
  });

  it('is that of the later entry of two with one time, and has the time of the callback without any', () => {
    const same = '2026-01-02T03:04:01.000Z';
    expect(paymentOf(at(same, 'one'), at(same, 'two')).data.transaction?.id).toBe('two');
    expect(paymentOf().occurredAt).toBe(sentAt);
  });
});

it('a handover names the agent who had control, whichever agent that was', () => {
  const previousOf = (over: JsonObject) =>
    draftOf(
      'conversation.updated',
      callback('whatsapp.meta_business_agent.handover.updated', {
        whatsappMetaBusinessAgent: {
          phoneNumberId: '200000000000301',
          consumerUserId: 'GB.1',
          controlState: 'APP_CONTROL_TAKEN',
          ...over,
        },
      }),
    ).data;
  expect(previousOf({ metaAgentId: '1', agentId: '2' })).toMatchObject({ previous: '1' });
  expect(previousOf({ agentId: '2' })).toMatchObject({ previous: '2', user: { id: 'GB.1' } });
});

describe('an account', () => {
  it('may be charged other rates for authentication, in all countries but some', () => {
    const startTime = '2026-02-01T00:00:00.000Z';
    const known = {
      id: '1',
      authInternationalRateEligibility: {
        startTime,
        exceptionCountries: [{ countryCode: 'IN', startTime }],
      },
    };
    const type = 'whatsapp.business_account.updated';
    const body = callback(type, { whatsappBusinessAccount: known });
    expect(draftOf('account.updated', body).data.authInternationalRates).toEqual({
      startsAt: startTime,
      exceptions: [{ country: 'IN', startsAt: startTime }],
    });
  });

  it.each([{ phoneNumber: '+15550100001' }, { displayPhoneNumber: '+1 555-010-0001' }])(
    'loses the phone number that is deleted: %j',
    (number) => {
      const body = callback('whatsapp.phone_number.deleted', { whatsappPhoneNumber: number });
      expect(draftOf('account.updated', body).data.phoneNumber).toBe('15550100001');
    },
  );
});

it.each([
  [{ timestamp: 1_767_323_040 }, '2026-01-02T03:04:00.000Z'],
  [{}, sentAt],
])('a contact that is synchronized with %j changed at %s', (change, occurredAt) => {
  const contact = { phoneNumber: '447700900123', fullName: 'Ada Example' };
  const whatsappSmbAppStateSync = {
    phoneNumber: '+15550100001',
    stateSync: [{ type: 'contact', action: 'add', contact, ...change }],
  };
  const body = callback('whatsapp.smb.app.state.sync', { whatsappSmbAppStateSync });
  expect(draftOf('user.updated', body).occurredAt).toBe(occurredAt);
});
