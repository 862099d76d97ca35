import type { Manifest } from '../../../shared/provider/manifest.ts';

/** ITNIO Tech: WhatsApp. */
export const manifest = {
  id: 'itnio',
  name: 'ITNIO',
  documentation: { site: 'https://www.itniotech.com', readOn: '2026-11-21' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  providerEvents: [
    {
      name: 'up-message-event',
      events: ['message.received', 'user.updated'],
      note: 'a user wrote, or has a new number or id',
    },
    {
      name: 'message-status-event',
      events: ['message.status.updated'],
      note: 'sent, delivered, read, deleted or failed',
    },
    { name: 'template-status-event', events: ['template.status.updated'] },
    {
      name: 'billing-event',
      events: ['message.billed'],
      note: 'price of a message or conversation',
    },
    {
      name: 'account_update',
      events: ['account.updated'],
      note: 'ban, restriction or violation; has neither a time nor an id',
    },
    {
      name: 'phone_number_quality_update',
      events: ['phone.updated'],
      note: 'quality and message limit; has neither a time nor an id',
    },
  ],
  channelId: 'the application: `appId`',
  retries: 'after 1, 3 and 5 minutes',
} as const satisfies Manifest;
