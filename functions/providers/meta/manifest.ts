import { cloudApiEnvelope, cloudApiFields } from '../../../shared/cloud-api/fields.ts';
import { graphErrorReasons } from '../../../shared/cloud-api/graph-errors.ts';
import { hubWebhook } from '../../../shared/provider/hub-webhook.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Meta: the WhatsApp Cloud API, without an aggregator. */
export const manifest = {
  id: 'meta',
  name: 'Meta (WhatsApp Cloud API)',
  documentation: {
    site: 'https://developers.facebook.com/documentation/business-messaging/whatsapp',
    readOn: '2026-11-21',
  },
  ...hubWebhook,
  // Cloud API, "Media".
  mediaAccess: {
    authorization: 'bearer',
    api: {
      baseUrl: 'https://graph.facebook.com',
      version: 'v25.0',
      path: '/{version}/{id}',
      returns: { urlAt: ['url'] },
      fileHosts: ['lookaside.fbsbx.com'],
      errorReasons: graphErrorReasons,
      usageHeader: 'x-business-use-case-usage',
    },
  },
  envelope: cloudApiEnvelope,
  providerEvents: cloudApiFields,
  channelId: "WhatsApp's id of the phone number: `phone_number_id`",
  secretFields: {
    signingKeys: 'the app secret: App Dashboard, App settings, Basic',
    verifyToken: 'the verify token of the App Dashboard, if it is not the token in the URL',
    accessToken: 'a token of a system user with the permission `whatsapp_business_messaging`',
  },
  retries: 'for 7 days, at growing intervals',
} as const satisfies Manifest;
