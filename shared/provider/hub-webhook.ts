import type { Manifest } from './manifest.ts';

/**
 * The part of a manifest that is the same for the webhooks of all of Meta's products: the challenge, and the
 * signature with the app's secret as its key (Webhooks, "Getting started", read on 2026-11-21).
 */
export const hubWebhook = {
  methods: ['POST'],
  handshake: { method: 'GET', contentType: 'text/plain', body: 'the challenge, unchanged' },
  signature: {
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    headers: [{ name: 'x-hub-signature-256', patterns: ['sha256={signature}'] }],
    signed: ['body'],
  },
  success: { status: 200, body: '' },
} as const satisfies Partial<Manifest>;
