import type { Manifest } from '../../../shared/provider/manifest.ts';
import { rcsStatusWords } from '../../../shared/rcs/status-words.ts';

/** INCS (Infinity Links): WhatsApp, RCS and Viber through one console. */
export const manifest = {
  id: 'incs',
  name: 'INCS',
  documentation: { site: 'https://document.infin8linx.com', readOn: '2026-11-21' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  envelope: [
    'event',
    'channel_id',
    'business_phone',
    'message.messaging_product',
    'message.contacts',
  ],
  providerEvents: [
    {
      name: 'new_message',
      events: [
        'message.received',
        'message.status.updated',
        'payment.updated',
        'call.updated',
        'user.updated',
        'account.updated',
      ],
      note: "WhatsApp (Cloud API object, one or more messages), and RCS with Google's user events, of which typing is ignored",
    },
    {
      name: 'message_created',
      events: ['message.received', 'message.sent'],
      note: "in the console's own form; also messages that the business sent",
    },
    { name: 'message_status_update', events: ['message.status.updated'], note: 'by wamid' },
    {
      name: 'message_status_updated',
      events: ['message.status.updated'],
      note: 'by the INCS message id',
    },
    { name: 'template_status_update', events: ['template.status.updated'] },
    { name: 'template_category_update', events: ['template.category.updated'] },
    { name: 'template_quality_update', events: ['template.quality.updated'] },
  ],
  channelId: 'the id of an INCS channel: `channel_id`, in `message_created` `auth_id`',
  // The numbers of the console ("channel_status", read on 2026-11-21), and RCS's words.
  statusWords: {
    ...rcsStatusWords,
    '0': { status: 'created', because: 'The number of the console for `created`.' },
    '1': { status: 'sent', because: 'The number of the console for `sent`.' },
    '2': { status: 'failed', because: 'The number of the console for `failed`.' },
    '3': { status: 'delivered', because: 'The number of the console for `delivered`.' },
    '4': { status: 'read', because: 'The number of the console for `read`.' },
  },
} as const satisfies Manifest;
