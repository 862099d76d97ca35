import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Alibaba Cloud ChatApp: WhatsApp. It does not sign its callbacks. */
export const manifest = {
  id: 'alibaba-chatapp',
  name: 'Alibaba Cloud ChatApp',
  documentation: { site: 'https://www.alibabacloud.com/help/en/chatapp', readOn: '2026-11-28' },
  methods: ['POST'],
  success: { status: 200, contentType: 'application/json', body: '{"code":0}' },
  providerEvents: [
    { name: 'inbound', events: ['message.received', 'user.updated'], note: 'a user wrote' },
    { name: 'status', events: ['message.status.updated'] },
    { name: 'template', events: ['template.status.updated'], note: 'reviewed, paused …' },
    {
      name: 'templateCategoryUpdate',
      events: ['template.category.updated'],
      note: 'fields not documented',
    },
    {
      name: 'templateQualityUpdate',
      events: ['template.quality.updated'],
      note: 'fields not documented',
    },
    { name: 'phoneNameUpdate', events: ['phone.updated'] },
    { name: 'phoneQualityUpdate', events: ['phone.updated'], note: 'quality and message limit' },
    { name: 'wabaReviewUpdate', events: ['account.updated'] },
    { name: 'wabaAccountUpdate', events: ['account.updated'] },
  ],
  channelId: 'the channel: `CustSpaceId`',
  retries: 'after 1 and 5 minutes',
} as const satisfies Manifest;
