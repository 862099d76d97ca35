import { describe, expect, it } from 'vitest';
import type { Data } from '../../../shared/contract/index.ts';
import type { JsonObject } from '../../../shared/json.ts';
import {
  businessPhone,
  draftOf,
  resultsOf,
  unrecognizedOf,
  userPhone,
  valueWith,
} from './values.ts';

function callOf(lists: JsonObject): Data<'call.updated'> {
  const draft = draftOf(valueWith(lists));
  if (draft.type !== 'call.updated') throw new Error(`a ${draft.type}`);
  return draft.data;
}

const inbound = {
  id: 'wacid.A',
  from: userPhone,
  to: businessPhone,
  event: 'connect',
  timestamp: '1768046408',
  direction: 'USER_INITIATED',
};

const ended = { ...inbound, event: 'terminate', status: 'COMPLETED' };

describe('an entry of calls', () => {
  it('is an event: which call, who called, and what happened', () => {
    expect(callOf({ calls: [inbound] })).toEqual({
      current: 'connect',
      call: { id: 'wacid.A', direction: 'inbound' },
      business: { phone: businessPhone },
      user: { phone: userPhone },
      errors: [],
    });
  });

  it('says of a call that has ended how long it was', () => {
    const times = { start_time: '1768046410', end_time: '1768046488', duration: 78 };
    expect(callOf({ calls: [{ ...ended, ...times }] })).toMatchObject({
      current: 'terminated',
      call: {
        missed: false,
        outcome: 'COMPLETED',
        startedAt: '2026-01-10T12:00:10.000Z',
        endedAt: '2026-01-10T12:01:28.000Z',
        durationSeconds: 78,
      },
    });
  });

  it('says of a call that no one took that it was missed', () => {
    expect(callOf({ calls: [ended] }).call).toMatchObject({ missed: true });
    expect(callOf({ calls: [{ ...ended, duration: 0 }] }).call).toMatchObject({ missed: true });
    expect(callOf({ calls: [{ ...ended, duration: 1 }] }).call).toMatchObject({ missed: false });
    expect(callOf({ calls: [inbound] }).call).not.toHaveProperty('missed');
  });

  it('has the errors beside the list, when it has ended', () => {
    const errors = [{ code: 138006, title: 'Not connected' }];
    expect(callOf({ calls: [ended], errors }).errors).toEqual([
      { code: '138006', title: 'Not connected' },
    ]);
    // A call that goes on has none: they are the account's.
    expect(resultsOf(valueWith({ calls: [inbound], errors }))).toMatchObject([
      { draft: { type: 'call.updated' } },
      { draft: { type: 'account.updated' } },
    ]);
  });

  it.each<[string, JsonObject, Data<'call.updated'>['user']]>([
    ['from the user', inbound, { phone: userPhone }],
    [
      'from the business',
      { ...inbound, direction: 'BUSINESS_INITIATED', from: businessPhone, to: userPhone },
      { phone: userPhone },
    ],
    [
      'from the business, with the numbers swapped as in an example',
      { ...inbound, direction: 'BUSINESS_INITIATED' },
      { phone: userPhone },
    ],
    [
      'from the business to a user who hides the number',
      {
        ...inbound,
        direction: 'BUSINESS_INITIATED',
        from: businessPhone,
        to: null,
        to_user_id: 'GB.1',
        to_parent_user_id: 'GB.ENT.1',
      },
      { id: 'GB.1', parentId: 'GB.ENT.1' },
    ],
    ['of no one', { ...inbound, from: null, to: null }, undefined],
  ])('names the user of a call %s', (_what, call, user) => {
    expect(callOf({ calls: [call] }).user).toEqual(user);
  });

  it('must say what happened', () => {
    expect(unrecognizedOf(valueWith({ calls: [{ ...inbound, event: '' }] })).path).toBe(
      '$.entry[0].changes[0].value.calls[0].event',
    );
  });
});

describe('the status of a call', () => {
  const ringing = {
    id: 'wacid.A',
    type: 'call',
    status: 'RINGING',
    recipient_id: userPhone,
    timestamp: '1768046409',
    biz_opaque_callback_data: 'ticket-7',
  };

  it.each(['RINGING', 'ACCEPTED', 'REJECTED'])('is not that of a message: %s', (status) => {
    expect(callOf({ statuses: [{ ...ringing, status }] })).toEqual({
      current: status.toLowerCase(),
      call: { id: 'wacid.A', direction: 'outbound' },
      business: { phone: businessPhone },
      user: { phone: userPhone },
      callbackData: 'ticket-7',
      errors: [],
    });
  });

  it('is known by its id where it has no type', () => {
    expect(callOf({ statuses: [{ ...ringing, type: null }] }).current).toBe('ringing');
  });
});
