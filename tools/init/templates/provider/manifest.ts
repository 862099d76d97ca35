import type { Manifest } from '../../../../shared/provider/manifest.ts';

/** New Provider: its channels, and what to know about its console. */
export const manifest = {
  id: 'new-provider',
  name: 'New Provider',
  documentation: { site: 'https://docs.new-provider.example', readOn: '2026-01-01' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  providerEvents: [{ name: 'message', events: ['message.received'], note: 'a user wrote' }],
} as const satisfies Manifest;
