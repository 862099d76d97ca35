import { z } from 'zod';
import { type GenericSettings, toScheme } from '../shared/provider/generic-provider.ts';
import { toPascalCase } from '../shared/runtime/stack-outputs.ts';
import { coreFunctions } from './bundling/bundle.ts';
import { GatewayConfigError } from './gateway-config-error.ts';
import type { RegisteredProvider } from './registered-provider.ts';

/** A header, in lower case, as Lambda passes it on. */
const header = z
  .string()
  .regex(/^[\w-]{1,100}$/, 'must be the name of a header')
  .transform((name) => name.toLowerCase());

const idempotency = z.union(
  [
    z.strictObject({ header }),
    z.strictObject({
      pointer: z
        .string()
        .regex(/^(\/([^~/]|~[01])*)+$/, 'must be a JSON Pointer such as "/event/id"'),
    }),
  ],
  {
    error: () =>
      'must be { "header": "<name>" } or { "pointer": "<JSON Pointer>" }, such as "/event/id"',
  },
);

const response = z.union(
  [
    z.strictObject({ status: z.literal(204), body: z.literal('').default('') }),
    z.strictObject({
      status: z.literal([200, 202]).default(200),
      contentType: z.string().min(1).exactOptional(),
      body: z.string().max(1000).default(''),
    }),
  ],
  {
    error: () =>
      'must be { "status": 204 }, or { "status": 200 or 202, "contentType": "…", "body": "…" } with up to 1,000 characters',
  },
);

/** What an owner may write about a provider that has no adapter. */
const genericProvider = z.strictObject({
  name: z.string().min(1).max(60).optional(),
  idempotency: idempotency.optional(),
  signature: z
    .strictObject({
      header,
      algorithm: z.enum(['hmac-sha1', 'hmac-sha256', 'hmac-sha512']).default('hmac-sha256'),
      encoding: z.enum(['hex', 'base64']).default('hex'),
      prefix: z
        .string()
        .regex(/^[^{}]{0,40}$/, 'must be up to 40 characters without braces')
        .default(''),
    })
    .optional(),
  response: response.optional(),
});

/** What an owner may write about a provider: whether it is on, or what is known about a generic one. */
export const providerSetting = z.union(
  [z.boolean(), z.strictObject({ generic: genericProvider })],
  { error: explainObject },
);

/** What is wrong with the object; that it is not a boolean explains nothing. */
function explainObject(issue: z.core.$ZodRawIssue): string {
  const [, ofObject = []] = issue.code === 'invalid_union' ? issue.errors : [];
  const reasons = ofObject.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  return typeof issue.input === 'object'
    ? reasons.join('; ')
    : 'must be true, false, or { "generic": { … } }';
}

/** The generic providers of a configuration, by id. */
type GenericProviders = Readonly<Record<string, Omit<GenericSettings, 'id'>>>;

/** Names that the stack gives to its other parts: a provider with one of them would take their place. */
const reservedIds: readonly string[] = [...coreFunctions, 'generic'];

/**
 * The providers of the configuration that have no adapter.
 *
 * @param registered ids of the providers that have one
 * @throws {GatewayConfigError} for an id that cannot be one, or that an adapter has
 */
export function toGenericProviders(
  settings: GenericProviders,
  registered: readonly string[],
): readonly RegisteredProvider[] {
  return Object.entries(settings).map(([id, values]) => {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(id) || reservedIds.includes(id)) {
      throw new GatewayConfigError(
        `it has the generic provider "${id}", whose id must be 1 to 31 lower-case letters, digits or hyphens, begin with a letter, and not be one of ${reservedIds.join(', ')}`,
      );
    }
    const same = registered.find((each) => toPascalCase(each) === toPascalCase(id));
    if (same !== undefined) {
      throw new GatewayConfigError(
        `Tributary has an adapter for ${same}: remove providers.${id}.generic, deploy, and publish what was received before with \`tributary replay --provider ${same}\``,
      );
    }
    const { name = id, signature } = values;
    return {
      id,
      name,
      ...(signature && { signature: toScheme(signature) }),
      generic: { ...values, id },
    };
  });
}
