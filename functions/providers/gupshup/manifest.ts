import { cloudApiEnvelope } from '../../../shared/cloud-api/fields.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Gupshup: WhatsApp, in an envelope of its own (version 2) or as Meta sends it (version 3). */
export const manifest = {
  id: 'gupshup',
  name: 'Gupshup',
  documentation: { site: 'https://docs.gupshup.io', readOn: '2026-11-28' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  envelope: [...cloudApiEnvelope, 'gs_app_id', 'appId', 'phone', 'timestamp', 'version'],
  providerEvents: [
    { name: 'message', events: ['message.received'], note: 'version 2: a user wrote' },
    {
      name: 'message-event',
      events: ['message.status.updated'],
      note: 'version 2: the status of a message',
    },
    {
      name: 'user-event',
      events: ['user.updated'],
      note: 'version 2: a user opted in or out; the test of the callback URL is ignored',
    },
    {
      name: 'template-event',
      events: ['template.status.updated', 'template.category.updated'],
      note: 'version 2, also for those who have chosen version 3',
    },
    {
      name: 'account-event',
      events: ['account.updated', 'phone.updated'],
      note: 'version 2, also for those who have chosen version 3',
    },
    { name: 'onboarding-event', events: ['account.updated'], note: 'version 2' },
    {
      name: 'billing-event',
      events: ['message.billed'],
      note: 'in both versions, also for calls',
    },
    {
      name: 'platform-event',
      events: [],
      ignored: 'Gupshup checks that the callback URL responds',
    },
    // The two fields of the Cloud API that Gupshup documents. Written here, since the list of all
    // fields (`cloudApiFields`) would be 3 KB of the callback function.
    {
      name: 'messages',
      events: [
        'message.received',
        'message.status.updated',
        'payment.updated',
        'user.updated',
        'account.updated',
      ],
      note: 'version 3: up to 1,000 messages and statuses',
    },
    { name: 'account_update', events: ['account.updated'], note: 'version 3' },
  ],
  channelId: 'the name of the app (`app`) or its id (`appId`, `gs_app_id`)',
  retries: 'after a short time; how often is not documented',
} as const satisfies Manifest;
