import { platformEnvelope } from '../../../shared/messenger-platform/envelope.ts';
import { hubWebhook } from '../../../shared/provider/hub-webhook.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Instagram: the conversations of professional accounts, on Meta's Messenger Platform. */
export const manifest = {
  id: 'instagram',
  name: 'Instagram',
  documentation: {
    site: 'https://developers.facebook.com/documentation/business-messaging/instagram-messaging',
    readOn: '2026-11-28',
  },
  ...hubWebhook,
  envelope: platformEnvelope,
  // The names are those of the webhook fields. In `messaging` and `standby`, a member of the event says which it is.
  providerEvents: [
    {
      name: 'messages',
      events: ['message.received', 'message.sent'],
      note: 'a user wrote or unsent a message, or the account wrote, by any app',
    },
    { name: 'message_edit', events: ['message.received'] },
    { name: 'message_reactions', events: ['message.received'] },
    { name: 'messaging_postbacks', events: ['message.received'], note: 'a user tapped a button' },
    {
      name: 'messaging_referral',
      events: ['message.received'],
      note: 'a user came back by a link or an ad, and wrote nothing yet',
    },
    { name: 'messaging_seen', events: ['message.status.updated'] },
    {
      name: 'messaging_handover',
      events: ['conversation.updated'],
      note: 'an app gave, took or asked for control',
    },
    {
      name: 'messaging_optins',
      events: ['user.updated'],
      note: 'a user agreed to messages, stopped or resumed them',
    },
    {
      name: 'standby',
      events: [
        'standby.message.received',
        'standby.message.sent',
        'standby.message.status.updated',
      ],
      note: 'another app is in control of the conversation',
    },
    { name: 'comments', events: [], note: 'below a post of the account, which are public' },
    { name: 'live_comments', events: [], note: 'the same, while it is live' },
    { name: 'mentions', events: [], note: 'of the account, in a comment or a caption' },
    { name: 'story_insights', events: [], note: 'figures of a story that has expired' },
  ],
  secretFields: {
    signingKeys:
      'the app secret: App Dashboard, Instagram, API setup; of the app itself with Facebook login',
    verifyToken: 'the verify token of the App Dashboard, if it is not the token in the URL',
  },
  retries: 'for 36 hours, at growing intervals',
} as const satisfies Manifest;
