import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import type { EventType } from '../../shared/contract/index.ts';
import { normalizeFixture, readFixtures } from '../../tools/dev/fixtures.ts';

/** What a fixture must give: the detail-types in order, and fields of the first event. */
interface Reported {
  readonly fixture: string;
  readonly types: readonly EventType[];
  readonly first?: object;
  /** Fields that the data of no event has. */
  readonly absent?: readonly string[];
}

const content = (fields: object) => ({ message: { content: fields } });

/**
 * Callbacks that software of this kind read wrongly, by public bug reports: things of one second that
 * became one, states of payments as failed messages, receipts as messages, users that were lost. The
 * goldens have all of each event; what is here must stay true whatever the goldens become.
 */
const reported: Readonly<Record<string, readonly Reported[]>> = {
  meta: [
    {
      fixture: 'account_alerts.two-phone-numbers',
      types: ['account.updated', 'account.updated'],
      first: { current: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED' },
    },
    {
      fixture: 'account_update.volume-tiers',
      types: ['account.updated', 'account.updated', 'account.updated'],
      first: { volumeTier: { tier: '25000001:50000000', region: 'India' } },
    },
    {
      fixture: 'account_update.international-rates',
      types: ['account.updated'],
      first: { authInternationalRates: { exceptions: [{ country: 'ID' }] } },
    },
    {
      fixture: 'account_update.partner-removed',
      types: ['account.updated'],
      first: { current: 'PARTNER_REMOVED', reason: 'PRIMARY_INACTIVITY', initiatedBy: 'SYSTEM' },
    },
    { fixture: 'smb_app_state_sync', types: ['user.updated', 'user.updated'] },
    { fixture: 'calls.ringing', types: ['call.updated'], first: { current: 'ringing' } },
    {
      fixture: 'message_echoes.text',
      types: ['message.sent'],
      first: content({ kind: 'text' }),
    },
    {
      fixture: 'group_lifecycle_update.create',
      types: ['group.updated'],
      first: { aspect: 'lifecycle', current: 'group_create' },
    },
    { fixture: 'history.declined', types: ['account.updated'], first: { current: '2593109' } },
    {
      fixture: 'messages.interactive.without-object',
      types: ['message.received'],
      first: content({ kind: 'unsupported', errors: [{ code: '131000' }] }),
    },
    {
      fixture: 'messages.payment-captured',
      types: ['payment.updated'],
      first: { current: 'captured', amount: '210.00', currency: 'INR' },
    },
    {
      fixture: 'messages.payment-failed',
      types: ['payment.updated'],
      first: { current: 'failed' },
    },
    {
      fixture: 'messages.voice.with-referral',
      types: ['message.received'],
      first: { message: { content: { kind: 'audio', voice: true }, media: [{ index: 0 }] } },
    },
    {
      fixture: 'message_template_status_update.approved.with-placeholder',
      types: ['template.status.updated'],
      first: { current: 'APPROVED' },
      absent: ['reason'],
    },
    {
      fixture: 'message_template_status_update.disabled.with-date',
      types: ['template.status.updated'],
      first: { current: 'DISABLED', disabledAt: '2025-06-30T02:39:08.000Z' },
      absent: ['reason'],
    },
    {
      fixture: 'message_template_status_update.rejected.with-recommendation',
      types: ['template.status.updated'],
      first: { current: 'REJECTED', reason: 'INVALID_FORMAT' },
    },
    {
      fixture: 'messages.system-user-id',
      types: ['message.received', 'user.updated'],
      first: content({ kind: 'system', type: 'user_changed_user_id' }),
    },
    { fixture: 'standby.statuses', types: ['standby.message.status.updated'] },
    { fixture: 'messages.user-actions', types: [] },
  ],
  incs: [
    {
      fixture: 'new_message.whatsapp-text.with-message-as-text',
      types: ['message.received'],
      first: content({ kind: 'text', text: 'See you at 7' }),
    },
    {
      fixture: 'new_message.rcs-delivered',
      types: ['message.status.updated'],
      first: { status: 'delivered' },
    },
    {
      fixture: 'new_message.rcs-read',
      types: ['message.status.updated'],
      first: { status: 'read' },
    },
    {
      fixture: 'new_message.rcs-ttl-expiration-revoked',
      types: ['message.status.updated'],
      first: { status: 'failed' },
    },
    { fixture: 'new_message.rcs-typing', types: [] },
    {
      fixture: 'new_message.rcs-suggestion-action.with-event-id',
      types: ['message.received'],
      first: content({ kind: 'suggestion' }),
    },
    {
      fixture: 'new_message.rcs-unsubscribe',
      types: ['user.updated'],
      first: { aspect: 'preferences', current: 'UNSUBSCRIBE' },
    },
    {
      fixture: 'new_message.rcs-location.without-latitude',
      types: ['message.received'],
      first: content({ kind: 'location', latitude: 0 }),
    },
    { fixture: 'new_message.whatsapp-payment-captured', types: ['payment.updated'] },
    { fixture: 'new_message.whatsapp-call-ringing', types: ['call.updated'] },
    {
      fixture: 'new_message.whatsapp-system-number.with-version-11',
      types: ['message.received', 'user.updated'],
    },
  ],
  innopaas: [
    {
      fixture: 'whatsapp_mo_message_received.text.with-hidden-number',
      types: ['message.received'],
      first: { message: { user: { id: expect.stringMatching(/^GB\./) } } },
    },
    {
      fixture: 'whatsapp_mo_message_received.system.with-user-id',
      types: ['message.received', 'user.updated'],
    },
  ],
  itnio: [
    { fixture: 'up-message-event.text.with-undocumented-user-id', types: ['message.received'] },
    { fixture: 'up-message-event.system-number', types: ['message.received', 'user.updated'] },
    {
      fixture: 'up-message-event.interactive.without-object',
      types: ['message.received'],
      first: content({ kind: 'unsupported', errors: [{ code: '131000' }] }),
    },
  ],
};

describe.each(Object.entries(reported))('a callback of %s that was read wrongly', (id, cases) => {
  it.each(cases)('$fixture', async ({ fixture, types, first = {}, absent = [] }) => {
    const adapter = await loadProvider(id);
    const payload = readFixtures(id).find(({ name }) => name === fixture)?.payload;
    const events = normalizeFixture(adapter, payload ?? expect.fail('it has no fixture'));
    expect(events.map((event) => event['detail-type'])).toEqual(types);
    expect(events[0]?.detail.data ?? {}).toMatchObject(first);
    for (const field of absent) expect(events[0]?.detail.data).not.toHaveProperty(field);
    const ids = events.map(({ detail }) => detail.metadata.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
