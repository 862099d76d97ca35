import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { deriveAccountState } from '../../../shared/reader/account-state.ts';
import { derivePhoneState } from '../../../shared/reader/phone-state.ts';
import { deriveUserState } from '../../../shared/reader/user-state.ts';
import { normalizeFixture } from '../../../tools/dev/fixtures.ts';

const meta = await loadProvider('meta');

/** Meta's events of a field, each an hour after the one before. */
function eventsOf(...changes: readonly (readonly [string, object])[]): readonly TributaryEvent[] {
  return changes.flatMap(([field, value], hour) => {
    const change = { field, value };
    const entry = { id: '100000000000101', time: 1768046400 + hour * 3600, changes: [change] };
    const body = { object: 'whatsapp_business_account', entry: [entry] };
    return normalizeFixture(meta, JSON.stringify(body));
  });
}

/** Both orders in which the events may be read. */
const orders = (events: readonly TributaryEvent[]) => [events, events.toReversed()];

describe('the state of a phone number', () => {
  const display_phone_number = '15550100001';
  const quality = 'phone_number_quality_update';
  const usernames = 'business_username_updates';
  const approved = { display_phone_number, username: 'squash.club', status: 'approved' };
  const events = eventsOf(
    [quality, { display_phone_number, event: 'UPGRADE', current_limit: 'TIER_250' }],
    [quality, { display_phone_number, event: 'UPGRADE', current_limit: 'TIER_2K' }],
    ['security', { display_phone_number, event: 'PIN_CHANGED' }],
    [usernames, { ...approved, status: 'reserved' }],
    [usernames, approved],
    [quality, { display_phone_number, event: 'FLAGGED' }],
  );

  it('has the latest change of each aspect, and the newest limit', () => {
    for (const each of orders(events)) {
      const state = derivePhoneState(each);
      expect(state?.latest.quality?.data.current).toBe('FLAGGED');
      expect(state?.latest.security?.data.current).toBe('PIN_CHANGED');
      expect(state?.latest).not.toHaveProperty('name');
      expect(state?.limit).toEqual({ current: 'TIER_2K' });
      expect(state?.history).toHaveLength(6);
    }
  });

  it('has a username only while users see it', () => {
    expect(derivePhoneState(events)?.username).toBe('squash.club');
    expect(derivePhoneState(events.slice(0, 4))?.username).toBeUndefined();
    const deleted = { display_phone_number, status: 'deleted', context: 'revoked' };
    const gone = eventsOf([usernames, approved], [usernames, deleted]);
    expect(derivePhoneState(gone)?.username).toBeUndefined();
  });

  it('is not known without an event', () => {
    expect(derivePhoneState([])).toBeUndefined();
  });
});

describe('the state of an account', () => {
  const restriction_info = [{ restriction_type: 'RESTRICTED_UTILITY_TEMPLATES' }];
  const events = eventsOf(
    ['business_capability_update', { max_daily_conversations_per_business: 2000 }],
    ['account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info }],
    ['account_review_update', { decision: 'APPROVED' }],
  );

  it('has the latest change, and the newest restrictions and limits', () => {
    for (const each of orders(events)) {
      expect(deriveAccountState(each)).toMatchObject({
        latest: { data: { current: 'APPROVED' } },
        restrictions: [{ type: 'RESTRICTED_UTILITY_TEMPLATES' }],
        limits: { usersPerDay: '2000' },
        history: [{}, {}, {}],
      });
    }
    expect(deriveAccountState(events)?.ban).toBeUndefined();
  });

  it('has the newest ban, whatever came after it', () => {
    const banned = (waba_ban_state: string) => {
      const ban_info = { waba_ban_state, waba_ban_date: 'November 28, 2026' };
      return ['account_update', { event: 'DISABLED_UPDATE', ban_info }] as const;
    };
    const review = ['account_review_update', { decision: 'APPROVED' }] as const;
    for (const each of orders(eventsOf(banned('DISABLE'), banned('REINSTATE'), review))) {
      expect(deriveAccountState(each)).toMatchObject({
        latest: { data: { current: 'APPROVED' } },
        ban: { state: 'REINSTATE' },
      });
    }
  });

  it('is not known without an event', () => {
    expect(deriveAccountState([])).toBeUndefined();
  });
});

describe('the state of a user', () => {
  const metadata = { display_phone_number: '15550100001', phone_number_id: '200000000000001' };
  const preference = (value: string, timestamp: number, category = 'marketing_messages') => ({
    metadata,
    user_preferences: [{ wa_id: '447700900123', category, value, timestamp }],
  });
  const contact = {
    metadata,
    state_sync: [
      {
        type: 'contact',
        action: 'add',
        contact: { phone_number: '447700900123', full_name: 'Ada' },
      },
    ],
  };

  it('has the latest preference of each category, and the entry in the address book', () => {
    const events = eventsOf(
      ['user_preferences', preference('stop', 1768046400)],
      ['user_preferences', preference('resume', 1768046500)],
      ['user_preferences', preference('stop', 1768046450, 'offers_of_tomorrow')],
      ['smb_app_state_sync', contact],
    );
    for (const each of orders(events)) {
      const state = deriveUserState(each);
      expect(state?.preferences.marketing_messages?.data.current).toBe('resume');
      expect(state?.preferences.offers_of_tomorrow?.data.current).toBe('stop');
      expect(Object.keys(state?.preferences ?? {})).toHaveLength(2);
      expect(state?.contact?.data.contact).toEqual({ name: 'Ada' });
      expect(state?.identities).toEqual([]);
    }
  });

  it('is not known without an event', () => {
    expect(deriveUserState([])).toBeUndefined();
  });
});
