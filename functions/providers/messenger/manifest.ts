import { platformEnvelope } from '../../../shared/messenger-platform/envelope.ts';
import { hubWebhook } from '../../../shared/provider/hub-webhook.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Messenger: the conversations of Facebook pages, on Meta's Messenger Platform. */
export const manifest = {
  id: 'messenger',
  name: 'Messenger',
  documentation: {
    site: 'https://developers.facebook.com/documentation/business-messaging/messenger-platform',
    readOn: '2026-11-28',
  },
  ...hubWebhook,
  envelope: platformEnvelope,
  // The names are those of the webhook fields. In `messaging` and `standby`, a member of the event says which it is.
  providerEvents: [
    { name: 'messages', events: ['message.received'], note: 'a user wrote' },
    { name: 'message_echoes', events: ['message.sent'], note: 'the page wrote, by any app' },
    { name: 'message_edits', events: ['message.received'] },
    { name: 'message_reactions', events: ['message.received'] },
    { name: 'messaging_postbacks', events: ['message.received'], note: 'a user tapped a button' },
    {
      name: 'messaging_referrals',
      events: ['message.received'],
      note: 'a user came back by a link or an ad, and wrote nothing yet',
    },
    { name: 'send_cart', events: ['message.received'], note: 'a user sent an order' },
    {
      name: 'messaging_feedback',
      events: ['message.received'],
      note: 'a user filled in a feedback form',
    },
    {
      name: 'response_feedback',
      events: ['message.received'],
      note: 'a user judged a message: good or bad',
    },
    {
      name: 'messaging_customer_information',
      events: ['message.received'],
      note: 'a user filled in a form of contact details',
    },
    {
      name: 'call_permission_reply',
      events: ['message.received'],
      note: 'a user said whether the page may call',
    },
    { name: 'calls', events: ['call.updated'] },
    {
      name: 'message_deliveries',
      events: ['message.status.updated', 'conversation.updated'],
      note: 'of messages with an id, else of all up to a time',
    },
    {
      name: 'message_reads',
      events: ['conversation.updated'],
      note: 'all up to a time: Messenger names no message',
    },
    {
      name: 'messaging_handovers',
      events: ['conversation.updated'],
      note: 'an app gave, took or asked for control; new roles of apps are unmapped',
    },
    {
      name: 'messaging_optins',
      events: ['user.updated'],
      note: 'a user agreed to messages, stopped or resumed them',
    },
    { name: 'messaging_account_linking', events: ['user.updated'] },
    {
      name: 'messaging_policy_enforcement',
      events: ['account.updated'],
      note: 'the page was warned or blocked',
    },
    {
      name: 'business_integrity',
      events: ['account.updated'],
      note: 'what the page may no longer do, and why',
    },
    {
      name: 'standby',
      events: [
        'standby.message.received',
        'standby.message.sent',
        'standby.message.status.updated',
        'conversation.updated',
      ],
      note: 'another app is in control of the conversation',
    },
    { name: 'messaging_game_plays', events: [], note: 'a user played a game' },
  ],
  secretFields: {
    signingKeys: 'the app secret: App Dashboard, App settings, Basic',
    verifyToken: 'the verify token of the App Dashboard, if it is not the token in the URL',
  },
  retries: 'for 36 hours, at growing intervals',
} as const satisfies Manifest;
