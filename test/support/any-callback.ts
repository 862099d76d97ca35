import fc from 'fast-check';
import type { CallbackRequest } from '../../shared/provider/provider-adapter.ts';
import type { ConnectionSecret, ProviderSecret } from '../../shared/provider/provider-secret.ts';

const name = fc.string({ maxLength: 12 });
const token = fc.stringMatching(/^[\w.~-]{16,24}$/);
const value = fc.string({ minLength: 1, maxLength: 12 });
/** No two names differ only in case. */
const headerName = fc.stringMatching(/^[A-Z][a-z0-9-]{0,11}$/);
const headerValue = value.filter((text) => text.trim() === text);

const fields = {
  token,
  previousToken: token,
  headers: fc.dictionary(
    headerName,
    fc.oneof(headerValue, fc.array(headerValue, { minLength: 1, maxLength: 2 })),
    { maxKeys: 2 },
  ),
  signingKeys: fc.array(value, { minLength: 1, maxLength: 2 }),
  verifyToken: value,
};

const tokensOf = ({ token, previousToken }: ConnectionSecret) =>
  previousToken === undefined ? [token] : [token, previousToken];

/** Any secret of a provider. */
export const secrets: fc.Arbitrary<ProviderSecret> = fc
  .record(
    {
      ...fields,
      connections: fc.dictionary(name, fc.record(fields, { requiredKeys: ['token'] }), {
        maxKeys: 2,
      }),
    },
    { requiredKeys: ['token'] },
  )
  .filter((secret) => {
    const tokens = [secret, ...Object.values(secret.connections ?? {})].flatMap(tokensOf);
    return new Set(tokens).size === tokens.length;
  });

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
