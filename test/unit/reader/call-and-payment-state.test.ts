import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { deriveCallState } from '../../../shared/reader/call-state.ts';
import { derivePaymentState } from '../../../shared/reader/payment-state.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const toEvents = (drafts: readonly EventDraft[]) =>
  drafts.map((draft) => toEventRecord(draft, receipt).event);

const second = (at: number) => `2026-01-02T03:04:0${at}.000Z`;

describe('the state of a call', () => {
  const call = (
    at: number,
    current: string,
    fields: Partial<EventDraft<'call.updated'>['data']['call']> = {},
  ): EventDraft<'call.updated'> => ({
    type: 'call.updated',
    providerEvent: 'calls',
    occurredAt: second(at),
    data: { current, call: { id: 'wacid.A', ...fields }, errors: [] },
    item: { at, current },
  });
  const drafts = [
    call(1, 'connect', { direction: 'outbound' }),
    call(1, 'ringing'),
    call(2, 'accepted'),
    call(4, 'terminated', { missed: false, durationSeconds: 2 }),
    call(5, 'call_recording_available'),
  ];

  it('is the furthest that it came, with all that is known, in whatever order', () => {
    for (const events of [toEvents(drafts), toEvents(drafts.toReversed())]) {
      expect(deriveCallState(events)).toMatchObject({
        current: 'terminated',
        call: { id: 'wacid.A', direction: 'outbound', missed: false, durationSeconds: 2 },
        history: [{}, {}, {}, {}, {}],
      });
    }
    expect(deriveCallState(toEvents(drafts.slice(0, 2)))?.current).toBe('ringing');
  });

  it('has the newest of what its events contradict', () => {
    const events = toEvents([
      call(1, 'connect', { missed: true, durationSeconds: 0 }),
      call(4, 'terminated', { missed: false, durationSeconds: 2 }),
    ]);
    for (const each of [events, events.toReversed()]) {
      expect(deriveCallState(each)?.call).toMatchObject({ missed: false, durationSeconds: 2 });
    }
  });

  it('is the word of the provider where no other is known', () => {
    expect(deriveCallState(toEvents([call(1, 'call_created')]))?.current).toBe('call_created');
  });

  it('has the last recording', () => {
    const recorded = call(5, 'call_recording_available');
    const recording = { providerMediaId: '7' };
    const events = toEvents([{ ...recorded, data: { ...recorded.data, recording } }]);
    expect(deriveCallState(events)?.recording).toEqual(recording);
  });

  it('is not known without an event', () => {
    expect(deriveCallState(toEvents([textMessage()]))).toBeUndefined();
  });
});

describe('the state of a payment', () => {
  const payment = (at: number, current: string): EventDraft<'payment.updated'> => ({
    type: 'payment.updated',
    providerEvent: 'messages',
    occurredAt: second(at),
    data: { current, referenceId: 'order-7', amount: '210.00', errors: [] },
    item: { at, current },
  });
  const stateOf = (...drafts: readonly EventDraft[]) => derivePaymentState(toEvents(drafts));

  it('is the latest word of the provider', () => {
    expect(stateOf(payment(3, 'failed'), payment(1, 'pending'))).toMatchObject({
      current: 'failed',
      payment: { amount: '210.00' },
      history: [{}, {}],
    });
  });

  it('is that of the last attempt that was captured', () => {
    const more = payment(3, 'captured');
    const last = { ...more, data: { ...more.data, amount: '180.00' } };
    expect(stateOf(last, payment(1, 'captured'), payment(4, 'pending'))).toMatchObject({
      current: 'captured',
      payment: { amount: '180.00' },
    });
  });

  it('stays captured, whatever comes later', () => {
    expect(stateOf(payment(1, 'captured'), payment(1, 'pending'))?.current).toBe('captured');
    expect(stateOf(payment(2, 'pending'), payment(1, 'captured'))?.current).toBe('captured');
  });

  it('is not known without an event', () => {
    expect(stateOf(textMessage())).toBeUndefined();
  });
});
