import type { ProviderEvent } from '../provider/manifest.ts';

/**
 * The webhook fields of the WhatsApp Cloud API, as provider events of Meta and of the resellers that
 * pass its callbacks on
 * (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, read on
 * 2026-11-28).
 */
export const cloudApiFields = [
  {
    name: 'messages',
    events: [
      'message.received',
      'message.status.updated',
      'payment.updated',
      'user.updated',
      'account.updated',
    ],
    note: 'up to 1,000 messages and statuses, of several numbers and accounts',
  },
  {
    name: 'smb_message_echoes',
    events: ['message.sent'],
    note: 'the business wrote from its phone',
  },
  {
    name: 'message_echoes',
    events: ['message.sent'],
    note: 'another app of the business wrote',
  },
  { name: 'calls', events: ['call.updated'] },
  {
    name: 'message_template_status_update',
    events: ['template.status.updated', 'template.quality.updated'],
    note: 'also quality updates: a documented example names this field',
  },
  { name: 'message_template_quality_update', events: ['template.quality.updated'] },
  {
    name: 'template_category_update',
    events: ['template.category.updated'],
    note: 'changed, or announced for the next day',
  },
  {
    name: 'template_correct_category_detection',
    events: ['template.category.updated'],
    note: 'the content of a template fits another category',
  },
  { name: 'account_update', events: ['account.updated'] },
  { name: 'account_review_update', events: ['account.updated'] },
  { name: 'account_alerts', events: ['account.updated'] },
  {
    name: 'business_capability_update',
    events: ['account.updated'],
    note: 'limits of messages and phone numbers',
  },
  { name: 'business_status_update', events: ['account.updated'] },
  {
    name: 'payment_configuration_update',
    events: ['account.updated'],
    note: 'how users pay the business',
  },
  { name: 'phone_number_quality_update', events: ['phone.updated'] },
  { name: 'phone_number_name_update', events: ['phone.updated'] },
  { name: 'security', events: ['phone.updated'], note: 'PIN and two-step verification' },
  {
    name: 'business_username_updates',
    events: ['phone.updated'],
    note: 'the username of a phone number',
  },
  { name: 'business_username_update', events: ['phone.updated'], note: 'an older spelling' },
  {
    name: 'user_preferences',
    events: ['user.updated'],
    note: 'a user stopped or resumed marketing messages',
  },
  {
    name: 'user_id_update',
    events: ['user.updated'],
    note: "a user's business-scoped id changed",
  },
  {
    name: 'smb_app_state_sync',
    events: ['user.updated'],
    note: 'the address book of the WhatsApp Business app',
  },
  {
    name: 'standby',
    events: ['standby.message.received', 'standby.message.sent', 'standby.message.status.updated'],
    note: 'another app of the business is in control of the conversation',
  },
  {
    name: 'messaging_handovers',
    events: ['conversation.updated'],
    note: 'control of a conversation went to another app',
  },
  {
    name: 'history',
    events: ['history.message.received', 'history.message.sent', 'account.updated'],
    note: 'messages of the 180 days before; refused: an error of the account',
  },
  { name: 'group_lifecycle_update', events: ['group.updated'] },
  { name: 'group_participants_update', events: ['group.updated'] },
  { name: 'group_participant_update', events: ['group.updated'], note: 'an older spelling' },
  { name: 'group_settings_update', events: ['group.updated'] },
  { name: 'group_status_update', events: ['group.updated'] },
  { name: 'message_template_components_update', events: [] },
  { name: 'flows', events: [] },
  { name: 'automatic_events', events: [] },
  { name: 'account_settings_update', events: [] },
  { name: 'partner_solutions', events: [] },
  { name: 'tracking_events', events: [], note: 'as all new fields' },
] as const satisfies readonly ProviderEvent[];

type Field = (typeof cloudApiFields)[number];

/** Those of the fields that a reseller documents. */
export function cloudApiFieldsOf<Name extends Field['name']>(
  ...names: readonly Name[]
): readonly Extract<Field, { readonly name: Name }>[] {
  return cloudApiFields.filter((field): field is Extract<Field, { readonly name: Name }> =>
    names.some((name) => name === field.name),
  );
}

/** `envelope` of the manifest: the members around the items of a callback. */
export const cloudApiEnvelope = [
  'object',
  'entry[].id',
  'entry[].time',
  'entry[].field',
  'entry[].object',
  'entry[].changes[].field',
  'entry[].changes[].value.messaging_product',
  'entry[].changes[].value.contacts',
] as const;
