import type { Manifest } from '../../../shared/provider/manifest.ts';

/** InnoPaaS: WhatsApp. Its console lets the owner choose the method; POST is its default. */
export const manifest = {
  id: 'innopaas',
  name: 'InnoPaaS',
  documentation: { site: 'https://docs.innopaas.com', readOn: '2026-11-21' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  envelope: ['id', 'type', 'eventTime'],
  providerEvents: [
    {
      name: 'whatsapp_mo_message_received',
      events: ['message.received', 'user.updated'],
      note: 'a user wrote, or has a new number or id',
    },
    {
      name: 'chat_mo_message_notify',
      events: ['message.received'],
      note: 'a user wrote, as the chat room of the InnoPaaS console shows it',
    },
    {
      name: 'chat_mt_message_notify',
      events: ['message.sent'],
      note: 'an agent wrote in the chat room of the InnoPaaS console',
    },
    {
      name: 'whatsapp_message_status_updated',
      events: ['message.status.updated'],
      note: 'delivered, read or failed; never sent',
    },
    { name: 'whatsapp_template_status_updated', events: ['template.status.updated'] },
    {
      name: 'whatsapp_template_status_update',
      events: ['template.status.updated'],
      note: 'the same event under another spelling',
    },
    {
      name: 'template_category_update',
      events: ['template.category.updated'],
      note: 'fields not documented',
    },
    { name: 'message_template_quality_update', events: ['template.quality.updated'] },
    {
      name: 'whatsapp_phone_number_quality_update',
      events: ['phone.updated'],
      note: 'quality and message limit',
    },
    { name: 'whatsapp_phone_number_name_update', events: ['phone.updated'] },
    {
      name: 'whatsapp_account_review_updated',
      events: ['account.updated'],
      note: 'fields not documented',
    },
  ],
  channelId: 'the WhatsApp Business Account: `wabaId`',
  secretFields: {
    headers: 'the headers `UserName` and `Authorization` that you enter in its console',
  },
} as const satisfies Manifest;
