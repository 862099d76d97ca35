import { cloudApiEnvelope, cloudApiFieldsOf } from '../../../shared/cloud-api/fields.ts';
import { graphErrorReasons } from '../../../shared/cloud-api/graph-errors.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';

/** 360dialog: the WhatsApp Cloud API's callbacks as Meta sends them, and events for partners. */
export const manifest = {
  id: '360dialog',
  name: '360dialog',
  documentation: { site: 'https://docs.360dialog.com', readOn: '2026-11-28' },
  methods: ['POST'],
  // "Signature validation". The encoding is not documented: receivers in public code expect plain hex, one
  // of them with Meta's prefix.
  signature: {
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    headers: [{ name: 'x-360dialog-signature', patterns: ['{signature}', 'sha256={signature}'] }],
    signed: ['body'],
  },
  success: { status: 200, body: '' },
  // "Upload, retrieve or delete media": the link names Meta's host, and the file is at the same path of
  // 360dialog's. Meta's host must not get the key.
  mediaAccess: {
    authorization: { header: 'd360-api-key' },
    api: {
      baseUrl: 'https://waba-v2.360dialog.io',
      path: '/{id}',
      returns: { urlAt: ['url'], isOnApiHost: true },
      fileHosts: [],
      errorReasons: graphErrorReasons,
    },
  },
  envelope: [...cloudApiEnvelope, 'id', 'event', 'data.id', 'data.messaging_product'],
  providerEvents: [
    ...cloudApiFieldsOf(
      'messages',
      'smb_message_echoes',
      'smb_app_state_sync',
      'history',
      'standby',
      'messaging_handovers',
    ),
    { name: 'account_violation', events: ['account.updated'], note: 'for partners' },
    { name: 'account_restriction', events: ['account.updated'], note: 'for partners' },
    {
      name: 'template_messaging_enabled',
      events: ['account.updated'],
      note: 'for partners; fields not documented',
    },
    {
      name: 'template_messaging_disabled',
      events: ['account.updated'],
      note: 'for partners; fields not documented',
    },
    { name: 'client_created', events: [], note: 'for partners, as all that follow' },
    { name: 'channel_created', events: [] },
    { name: 'channel_submitted', events: [] },
    { name: 'channel_ready', events: [] },
    { name: 'channel_running', events: [] },
    { name: 'channel_live', events: [] },
  ],
  channelId: "WhatsApp's id of the phone number: `phone_number_id`",
  secretFields: {
    headers: 'a header that you set together with the callback URL',
    signingKeys: 'the platform secret: Partner Hub; only partners have one',
    accessToken: 'the API key of the phone number (`D360-API-KEY`)',
  },
  retries: 'for up to 7 days, at growing intervals; another page says 24 hours',
} as const satisfies Manifest;
