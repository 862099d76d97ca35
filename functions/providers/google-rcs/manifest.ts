import type { Manifest } from '../../../shared/provider/manifest.ts';
import { rcsStatusWords } from '../../../shared/rcs/status-words.ts';

/** Google: RCS for Business, without an aggregator. */
export const manifest = {
  id: 'google-rcs',
  name: 'Google RCS for Business',
  documentation: {
    site: 'https://developers.google.com/business-communications/rcs-business-messaging',
    readOn: '2026-11-28',
  },
  methods: ['POST'],
  // Webhooks, "Set up your webhook".
  handshake: { method: 'POST', contentType: 'text/plain', body: 'the `secret`, unchanged' },
  // Webhooks, "Verify incoming messages": over the bytes that the base64 in the envelope holds.
  signature: {
    algorithm: 'hmac-sha512',
    encoding: 'base64',
    headers: [{ name: 'x-goog-signature', patterns: ['{signature}'] }],
    signed: [{ field: ['message', 'data'], encoding: 'base64' }],
  },
  success: { status: 200, body: '' },
  envelope: [
    'message.messageId',
    'message.message_id',
    'message.publishTime',
    'message.publish_time',
    'message.attributes',
    'subscription',
  ],
  // Google names its objects in the reference, and nowhere in a callback.
  providerEvents: [
    { name: 'UserMessage', events: ['message.received'], note: 'a user wrote' },
    {
      name: 'UserEvent',
      events: ['message.status.updated', 'user.updated'],
      note: 'delivered, read, subscribed, unsubscribed; typing is ignored',
    },
    {
      name: 'ServerEvent',
      events: ['message.status.updated'],
      note: 'a message expired before it was delivered',
    },
    {
      name: 'AgentLaunchEvent',
      events: ['account.updated'],
      note: 'an agent was launched, rejected or suspended',
    },
  ],
  secretFields: {
    signingKeys: 'the client token of the webhook: Developer Console, Integrations, Webhook',
  },
  retries: 'for 7 days, at intervals that grow to 10 minutes',
  statusWords: rcsStatusWords,
} as const satisfies Manifest;
