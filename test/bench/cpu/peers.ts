import { WhatsAppAdapter } from '@chat-adapter/whatsapp';
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';
import { signatureOf } from '../../support/genuine-callback.ts';

const appSecret = 'the-signing-key';
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** Authenticates, parses and normalizes with `@kapso/whatsapp-cloud-api`. */
export function kapso(body: Buffer): () => unknown {
  const signatureHeader = `sha256=${signatureOf(body)}`;
  return () => {
    const rawBody = body.toString();
    if (!verifySignature({ appSecret, rawBody, signatureHeader })) throw new Error('not authentic');
    return normalizeWebhook(JSON.parse(rawBody));
  };
}

/** The same with `@chat-adapter/whatsapp`, which takes a `Request` and passes messages to a chat. */
export async function chatAdapter(body: Buffer): Promise<() => Promise<unknown>> {
  const adapter = new WhatsAppAdapter({
    accessToken: 'invented',
    appSecret,
    logger: silent,
    phoneNumberId: '200000000000001',
    userName: 'bench',
    verifyToken: 'invented',
  });
  const state = new Map<string, unknown>();
  const chat = {
    getState: () => ({
      get: async (key: string) => state.get(key),
      set: async (key: string, value: unknown) => state.set(key, value),
    }),
    processMessage() {},
  };
  // The adapter uses no other method of a chat here.
  await adapter.initialize(chat as never);
  const headers = { 'x-hub-signature-256': `sha256=${signatureOf(body)}` };
  return async () => {
    const request = new Request('https://webhook.example/', { method: 'POST', headers, body });
    const { status } = await adapter.handleWebhook(request);
    if (status !== 200) throw new Error(`the response was ${status}`);
  };
}
