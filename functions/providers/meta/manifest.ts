import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Meta: the WhatsApp Cloud API, without an aggregator. */
export const manifest = {
  id: 'meta',
  name: 'Meta (WhatsApp Cloud API)',
  documentation: {
    site: 'https://developers.facebook.com/documentation/business-messaging/whatsapp',
    readOn: '2026-11-21',
  },
  methods: ['POST'],
  handshake: { method: 'GET', contentType: 'text/plain', body: 'the challenge, unchanged' },
  // Webhooks, "Validating payloads": the key is the app's secret.
  signature: {
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    headers: [{ name: 'x-hub-signature-256', patterns: ['sha256={signature}'] }],
    signed: ['body'],
  },
  success: { status: 200, body: '' },
  // Cloud API, "Media", and Graph API, "Error handling" and "Rate limits".
  mediaAccess: {
    authorization: 'bearer',
    api: {
      baseUrl: 'https://graph.facebook.com',
      version: 'v25.0',
      path: '/{version}/{id}',
      returns: { urlAt: ['url'] },
      fileHosts: ['lookaside.fbsbx.com'],
      errorReasons: {
        '1': 'server_error',
        '2': 'server_error',
        '4': 'rate_limited',
        '10': 'not_authorized',
        '17': 'rate_limited',
        '32': 'rate_limited',
        // The id does not exist, or the token may not see it: Meta does not say which.
        '100': 'not_authorized',
        '190': 'not_authorized',
        '200': 'not_authorized',
        '613': 'rate_limited',
        '80007': 'rate_limited',
        '130429': 'rate_limited',
      },
      usageHeader: 'x-business-use-case-usage',
    },
  },
  providerEvents: [
    {
      name: 'messages',
      events: ['message.received', 'message.status.updated', 'payment.updated', 'user.updated'],
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
    { name: 'account_update', events: ['account.updated'] },
    { name: 'account_review_update', events: ['account.updated'] },
    { name: 'account_alerts', events: ['account.updated'] },
    {
      name: 'payment_configuration_update',
      events: ['account.updated'],
      note: 'how users pay the business',
    },
    { name: 'phone_number_quality_update', events: ['phone.updated'] },
    { name: 'phone_number_name_update', events: ['phone.updated'] },
    { name: 'security', events: ['phone.updated'], note: 'PIN and two-step verification' },
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
      events: [
        'standby.message.received',
        'standby.message.sent',
        'standby.message.status.updated',
      ],
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
    { name: 'group_settings_update', events: ['group.updated'] },
    { name: 'group_status_update', events: ['group.updated'] },
    { name: 'message_template_components_update', events: [] },
    { name: 'flows', events: [] },
    { name: 'automatic_events', events: [] },
    { name: 'account_settings_update', events: [] },
    { name: 'partner_solutions', events: [] },
    { name: 'tracking_events', events: [] },
    { name: 'business_capability_update', events: [], note: 'as all new fields' },
  ],
  channelId: "WhatsApp's id of the phone number: `phone_number_id`",
  secretFields: {
    signingKeys: 'the app secret: App Dashboard, App settings, Basic',
    verifyToken: 'the verify token of the App Dashboard, if it is not the token in the URL',
    accessToken: 'a token of a system user with the permission `whatsapp_business_messaging`',
  },
  retries: 'for 7 days, at growing intervals',
} as const satisfies Manifest;
