import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Infobip: SMS, MMS, WhatsApp, RCS, Viber, Messenger, Instagram, LINE. It documents no signature. */
export const manifest = {
  id: 'infobip',
  name: 'Infobip',
  documentation: { site: 'https://www.infobip.com/docs/api', readOn: '2026-11-28' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  // WhatsApp, "Download inbound media": the host is the base URL of the account.
  mediaAccess: {
    authorization: { header: 'authorization', prefix: 'App ' },
    links: [
      'https://{account}.api.infobip.com/whatsapp/1/senders/{sender}/media/{media}',
      'https://api.infobip.com/whatsapp/1/senders/{sender}/media/{media}',
    ],
  },
  envelope: ['messageCount', 'pendingMessageCount', 'eventCount', 'pendingEventCount'],
  providerEvents: [
    {
      name: 'message',
      events: ['message.received', 'payment.updated', 'user.updated'],
      note: 'a user wrote, paid or followed',
    },
    { name: 'status-report', events: ['message.status.updated'] },
    { name: 'seen-report', events: ['message.status.updated'], note: 'the user has read it' },
    {
      name: 'MO',
      events: ['message.received', 'payment.updated'],
      note: 'a user wrote or paid: the Messages API, as the next two',
    },
    { name: 'DELIVERY', events: ['message.status.updated'] },
    { name: 'SEEN', events: ['message.status.updated'] },
    { name: 'TEMPLATE_STATUS_UPDATE', events: ['template.status.updated'] },
    { name: 'TEMPLATE_CATEGORY_UPDATE', events: ['template.category.updated'] },
    { name: 'TEMPLATE_QUALITY_UPDATE', events: ['template.quality.updated'] },
    { name: 'payment', events: ['payment.updated'], note: 'WhatsApp' },
    {
      name: 'user_identity_changed',
      events: ['message.received'],
      note: "a user's security code changed: WhatsApp's notice, as Meta sends it",
    },
    {
      name: 'marketing-preference',
      events: ['user.updated'],
      note: 'a user of WhatsApp stopped or resumed marketing messages',
    },
    { name: 'SUBSCRIBE', events: ['user.updated'], note: 'marketing messages of Messenger' },
    { name: 'UNSUBSCRIBE', events: ['user.updated'] },
    {
      name: 'CONVERSATION_STARTED',
      events: ['message.billed'],
      note: 'RCS: a message is billed as a conversation',
    },
    { name: 'RCS_SENDER_STATUS_UPDATE', events: ['account.updated'] },
    { name: 'RCS_SENDER_LAUNCH_STATUS_UPDATE', events: ['account.updated'] },
    { name: 'RCS_TEST_NUMBER_STATUS_UPDATE', events: [] },
    { name: 'PROVIDER_UPDATE', events: [], note: 'a carrier offers RCS' },
    { name: 'CLICKED', events: [], note: 'a short link was opened' },
    { name: 'MARKETING_CLICK', events: [] },
    { name: 'capability-check', events: [], note: 'whether a number has RCS' },
    { name: 'TYPING_INDICATOR', events: [], ignored: 'The user is typing in RCS.' },
    { name: 'TYPING_STARTED', events: [], ignored: 'The user is typing.' },
    { name: 'TYPING_STOPPED', events: [], ignored: 'The user is no longer typing.' },
  ],
  channelId: 'the sender: `sender` of a report',
  secretFields: {
    headers: '`Authorization` and the headers of your own, as the notification profile sends them',
    accessToken: 'an API key with the scope `whatsapp:manage`: Portal, API keys',
  },
  statusWords: {
    pending: { status: 'created', because: 'Infobip or the operator still has the message.' },
    delivered_to_operator: {
      status: 'sent',
      because: 'The operator has the message; the device has not confirmed it.',
    },
  },
} as const satisfies Manifest;
