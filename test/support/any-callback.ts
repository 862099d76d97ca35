import fc from 'fast-check';
import type { CallbackRequest } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';

const name = fc.string({ maxLength: 12 });
const token = fc.string({ minLength: 16, maxLength: 24 });
const value = fc.string({ minLength: 1, maxLength: 12 });

const fields = {
  token,
  previousToken: token,
  headers: fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 2 })), { maxKeys: 2 }),
  signingKeys: fc.array(value, { maxLength: 2 }),
  verifyToken: value,
};

/** Any secret of a provider. */
export const secrets: fc.Arbitrary<ProviderSecret> = fc.record(
  {
    ...fields,
    connections: fc.dictionary(name, fc.record(fields, { requiredKeys: ['token'] }), {
      maxKeys: 2,
    }),
  },
  { requiredKeys: ['token'] },
);

/** Text that looks like a signature, and text that does not. */
const signature = fc
  .oneof(
    fc.nat().map((number) => number.toString(16).padStart(64, '0')),
    fc.string({ unit: 'binary', maxLength: 64 }),
  )
  .map((text) => `sha256=${text}`);

/** Callbacks with any bytes, headers and queries, and a token that is never in a secret. */
export const callbacks: fc.Arbitrary<CallbackRequest> = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST'), name),
  url: fc.webUrl({ withQueryParameters: true }),
  receivedAt: fc.date({ noInvalidDate: true }),
  token: fc.string({ unit: 'binary', maxLength: 12 }),
  headers: fc.dictionary(
    fc.oneof(name, fc.constantFrom('x-hub-signature-256', 'authorization')),
    fc.oneof(value, signature),
    { maxKeys: 3 },
  ),
  query: fc.dictionary(fc.oneof(name, fc.constantFrom('hub.mode', 'hub.verify_token')), value, {
    maxKeys: 3,
  }),
  body: fc.uint8Array({ maxLength: 64 }),
});
