import type { Manifest } from '../../../shared/provider/manifest.ts';

const addressBook = "YCloud's own address book";

/** YCloud: WhatsApp, SMS and Messenger. It sends one event in a callback. */
export const manifest = {
  id: 'ycloud',
  name: 'YCloud',
  documentation: { site: 'https://docs.ycloud.com', readOn: '2026-11-28' },
  methods: ['POST'],
  // "Implement a webhook receiver": the key is the whole secret, with its `whsec_`. Whether a repetition has
  // a time of its own is not documented, so its age is not checked.
  signature: {
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    headers: [
      { name: 'ycloud-signature', patterns: ['t={timestamp}', 's={signature}'], separator: ',' },
    ],
    signed: [{ value: 'timestamp' }, { text: '.' }, 'body'],
  },
  success: { status: 200, body: '' },
  // A link opens for a few minutes without the key, and for a month with it.
  mediaAccess: {
    authorization: { header: 'x-api-key' },
    links: ['https://api.ycloud.com/v2/whatsapp/media/download/{id}'],
  },
  envelope: ['id', 'type', 'apiVersion', 'createTime'],
  providerEvents: [
    {
      name: 'whatsapp.inbound_message.received',
      events: ['message.received', 'user.updated'],
      note: 'a user wrote, or has a new number or id',
    },
    {
      name: 'whatsapp.message.updated',
      events: ['message.status.updated'],
      note: 'also of groups, with several statuses',
    },
    {
      name: 'whatsapp.smb.message.echoes',
      events: ['message.sent'],
      note: 'the business wrote in the WhatsApp Business app',
    },
    {
      name: 'whatsapp.smb.message.created',
      events: ['message.sent'],
      note: "the same in YCloud's SDK",
    },
    {
      name: 'whatsapp.smb.history',
      events: ['history.message.received', 'history.message.sent'],
      note: 'messages of before',
    },
    { name: 'whatsapp.smb.app.state.sync', events: ['user.updated'], note: 'the address book' },
    {
      name: 'whatsapp.echo_message.created',
      events: ['standby.message.sent'],
      note: 'a Meta Business Agent wrote',
    },
    {
      name: 'whatsapp.echo_message.updated',
      events: ['standby.message.status.updated'],
      note: 'the status of such a message',
    },
    {
      name: 'whatsapp.meta_business_agent.handover.updated',
      events: ['conversation.updated'],
      note: 'a Meta Business Agent lost control of a conversation',
    },
    { name: 'whatsapp.template.reviewed', events: ['template.status.updated'] },
    { name: 'whatsapp.template.category_updated', events: ['template.category.updated'] },
    { name: 'whatsapp.template.quality_updated', events: ['template.quality.updated'] },
    { name: 'whatsapp.business_account.reviewed', events: ['account.updated'] },
    { name: 'whatsapp.business_account.updated', events: ['account.updated'] },
    { name: 'whatsapp.business_account.deleted', events: ['account.updated'] },
    {
      name: 'whatsapp.phone_number.quality_updated',
      events: ['phone.updated', 'account.updated'],
      note: 'also that a number was disconnected or connected again',
    },
    { name: 'whatsapp.phone_number.name_updated', events: ['phone.updated'] },
    { name: 'whatsapp.phone_number.business_username_updated', events: ['phone.updated'] },
    { name: 'whatsapp.phone_number.deleted', events: ['account.updated'] },
    {
      name: 'whatsapp.user.preferences',
      events: ['user.updated'],
      note: 'a user stopped or resumed marketing messages',
    },
    { name: 'whatsapp.payment.updated', events: ['payment.updated'] },
    { name: 'whatsapp.group.lifecycle_update', events: ['group.updated'] },
    { name: 'whatsapp.group.participants_update', events: ['group.updated'] },
    { name: 'whatsapp.group.settings_update', events: ['group.updated'] },
    { name: 'whatsapp.group.status_update', events: ['group.updated'] },
    { name: 'whatsapp.call.connect', events: ['call.updated'] },
    { name: 'whatsapp.call.status.updated', events: ['call.updated'] },
    { name: 'whatsapp.call.terminate', events: ['call.updated'] },
    { name: 'whatsapp.flow.status_change', events: [] },
    { name: 'messenger.inbound_message.received', events: ['message.received'] },
    {
      name: 'messenger.inbound_message.updated',
      events: ['message.received'],
      note: 'a user edited a message',
    },
    {
      name: 'messenger.message_reaction.updated',
      events: ['message.received'],
      note: 'a user reacted to a message',
    },
    { name: 'messenger.message.updated', events: ['message.status.updated'] },
    { name: 'sms.inbound.received', events: ['message.received'] },
    { name: 'sms.message.updated', events: ['message.status.updated'] },
    { name: 'voice.message.updated', events: [], note: 'a code that was read out' },
    { name: 'email.delivery.updated', events: [] },
    { name: 'contact.unsubscribe.created', events: ['user.updated'] },
    { name: 'contact.unsubscribe.deleted', events: ['user.updated'] },
    { name: 'contact.created', events: [], note: addressBook },
    { name: 'contact.deleted', events: [], note: addressBook },
    { name: 'contact.attributes_changed', events: [], note: addressBook },
    { name: 'contact.note.created', events: [], note: addressBook },
    { name: 'contact.note.updated', events: [], note: addressBook },
    { name: 'contact.note.deleted', events: [], note: addressBook },
  ],
  channelId:
    "WhatsApp's id of the phone number, by which some callbacks about calls and agents name it",
  secretFields: {
    signingKeys: "the endpoint's secret, `whsec_…`: returned when it is created",
    accessToken: 'the API key: Developers, API keys',
  },
  retries: 'after 10 s, 30 s, 5 min, 30 min, 1 h, 2 h and 2 h',
} as const satisfies Manifest;
