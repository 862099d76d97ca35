import type { Manifest } from '../../../shared/provider/manifest.ts';

/** Twilio, Programmable Messaging: SMS and MMS, WhatsApp, RCS, Messenger. */
export const manifest = {
  id: 'twilio',
  name: 'Twilio',
  documentation: { site: 'https://www.twilio.com/docs/messaging', readOn: '2026-11-28' },
  methods: ['POST'],
  // Usage, "Webhooks security": the key is the auth token of the account. `verify.ts` has its quirk.
  signature: {
    algorithm: 'hmac-sha1',
    encoding: 'base64',
    headers: [{ name: 'x-twilio-signature', patterns: ['{signature}'] }],
    signed: ['url', 'form fields'],
  },
  // Anything but empty TwiML would be a reply to the user, or an error.
  success: { status: 200, contentType: 'text/xml', body: '<Response/>' },
  // API reference, "Media resource": the file is behind a redirect, which gets no credentials.
  mediaAccess: {
    authorization: 'basic',
    links: [
      'https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}',
    ],
  },
  providerEvents: [
    { name: 'message', events: ['message.received', 'user.updated'], note: 'a user wrote' },
    {
      name: 'status',
      events: ['message.status.updated'],
      note: 'the status of a message of the business',
    },
  ],
  secretFields: {
    signingKeys: 'the auth token of the account: Console, Account dashboard',
    accessUser: 'the SID of an API key (`SK…`), or of the account (`AC…`)',
    accessToken: 'the secret of that API key, or the auth token',
  },
  retries: 'once, and only if the connection failed; the callback URL can ask for more',
  statusWords: {
    partially_delivered: {
      status: 'sent',
      because:
        'A part of the message is on a device. `delivered` follows if the rest arrives, too.',
    },
  },
} as const satisfies Manifest;
