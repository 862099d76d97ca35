/** What is known of a provider before anything is written. */
export interface NewProvider {
  readonly id: string;
  /** As the provider writes it itself. */
  readonly name: string;
  /** Day on which its documentation is read: `2026-11-21`. */
  readonly readOn: string;
}

/**
 * The files of a new provider, by path. They are complete in form: they compile, and everything that
 * loops over the registry finds what it looks for. The adapter understands nothing yet, so that the
 * contract tests of the placeholders fail, and only these.
 */
export function toFiles(provider: NewProvider): Readonly<Record<string, string>> {
  const { id } = provider;
  return {
    [`functions/providers/${id}/manifest.ts`]: toManifest(provider),
    [`functions/providers/${id}/schema.ts`]: toSchema(provider),
    [`functions/providers/${id}/verify.ts`]: toVerify(provider),
    [`functions/providers/${id}/normalize.ts`]: toNormalize(provider),
    [`functions/providers/${id}/index.ts`]: indexFile,
    [`functions/providers/${id}/handler.ts`]: handlerFile,
    [`functions/providers/${id}/README.md`]: toReadme(provider),
    [`fixtures/${id}/message.payload.json`]: '{\n  "event": "message"\n}\n',
    [`fixtures/${id}/message.expected.json`]: '[]\n',
  };
}

function toManifest({ id, name, readOn }: NewProvider): string {
  return `import type { Manifest } from '../../../shared/provider/manifest.ts';

/** ${name}: which channels it sells, and what is to be known of its console. */
export const manifest: Manifest = {
  id: '${id}',
  name: '${name}',
  documentation: { site: 'https://docs.${id}.example', readOn: '${readOn}' },
  methods: ['POST'],
  proves: [],
  success: { status: 200, body: '' },
  provider events: [{ name: 'message', events: ['message.received'], note: 'a user wrote' }],
};
`;
}

function toSchema({ name, readOn }: NewProvider): string {
  return `import * as z from 'zod/mini';
import { text } from '../../../shared/provider/inbound.ts';

/**
 * The callbacks of ${name} (where they are documented, read on ${readOn}): one schema a provider event, with
 * an example. Objects are loose, and only what identity needs is required.
 */
export const message = z.looseObject({ event: text });
`;
}

function toVerify({ name }: NewProvider): string {
  return `import type { CallbackRequest, Verdict } from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { verifyToken } from '../../../shared/provider/verify-token.ts';

/** ${name} signs nothing: the capability token in the callback URL is all there is. */
export function verify(request: CallbackRequest, secret: ProviderSecret): Verdict {
  return verifyToken(request, secret);
}
`;
}

function toNormalize({ name }: NewProvider): string {
  return `import { isJsonObject, type JsonValue } from '../../../shared/json.ts';
import type { NormalizedPart } from '../../../shared/provider/provider-adapter.ts';
import { unknownProviderEvent } from '../../../shared/provider/unknown-provider-event.ts';

/** The events of one callback of ${name}. Its field \`event\` names the provider event. */
export function normalize(body: JsonValue): readonly NormalizedPart[] {
  if (!isJsonObject(body)) return [{ understood: false, unrecognized item: { reason: 'not_an_object' } }];
  return [unknownProviderEvent(body.event, ['event'])];
}
`;
}

const indexFile = `import type { Provider } from '../../../shared/provider/provider-adapter.ts';
import { manifest } from './manifest.ts';
import { normalize } from './normalize.ts';
import { verify } from './verify.ts';

export const provider: Provider = { manifest, verify, normalize };
`;

const handlerFile = `import { createCallbackHandler } from '../../../functions/callback/create-handler.ts';
import { provider } from './index.ts';

export const handler = createCallbackHandler(provider);
`;

function toReadme({ id, name }: NewProvider): string {
  return `# ${name}

What it calls back, in a sentence. Source of all that follows: where it is documented, and when that was read.

## Configuration

Where the callback URL is entered, and what else its console asks for.

## What is odd, and what we make of it

| What ${name} does | What comes out |
|---|---|

## Fixtures

In \`fixtures/${id}\`: which are from a documented example, and which are built from a field table.
`;
}
