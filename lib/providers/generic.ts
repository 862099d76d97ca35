import { z } from 'zod';
import { providers as registry } from '../../functions/providers/registry.ts';
import { toScheme } from '../../shared/provider/generic-provider.ts';
import type { SignaturePolicy } from '../../shared/runtime/environment.ts';
import { toPascalCase } from '../../shared/runtime/stack-outputs.ts';
import { GatewayConfigError } from '../gateway-config-error.ts';
import { closedObject, textLike } from '../props/checks.ts';
import { toProblems } from '../props/problems.ts';
import type { GatewayProvider, ProviderOptions, ProviderSource } from './gateway-provider.ts';
import { prebuiltCode } from './prebuilt.ts';
import { checkProviderId } from './provider-id.ts';

/** What you know of a provider that Tributary has no adapter for. */
export interface GenericProviderProps extends ProviderOptions {
  /**
   * End of `source` and first segment of the callback path: 1 to 31 lower-case letters, digits or hyphens. An
   * adapter that is registered under it later takes over its URL, its secret and what it received.
   */
  readonly id: string;
  /** The name in alarms and on the dashboard. @default the id */
  readonly name?: string | undefined;
  /**
   * What identifies a callback that is sent again: a header, or a JSON Pointer to a text or number in its JSON.
   * It must be unique for each event.
   *
   * @default the bytes of the body and the UTC day
   */
  readonly idempotency?: { readonly header: string } | { readonly pointer: string } | undefined;
  /** The header with an HMAC of the raw body. @default the token in the URL proves the origin */
  readonly signature?: GenericSignatureProps | undefined;
  /** What the provider expects as a success. @default 200 with an empty body */
  readonly response?:
    | { readonly status: 204 }
    | {
        /** @default 200 */
        readonly status?: 200 | 202 | undefined;
        readonly contentType?: string | undefined;
        /** @default empty */
        readonly body?: string | undefined;
      }
    | undefined;
}

/** An HMAC of the raw body, as most platforms sign. */
export interface GenericSignatureProps {
  readonly header: string;
  /** @default hmac-sha256 */
  readonly algorithm?: 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha512' | undefined;
  /** @default hex */
  readonly encoding?: 'hex' | 'base64' | undefined;
  /** What stands before the signature in the header: `sha256=`. @default nothing */
  readonly prefix?: string | undefined;
  /**
   * What happens to callbacks as long as the secret has no signing key: `required` refuses them with 503,
   * `optional` accepts them without a warning.
   *
   * @default they are accepted, and `doctor` warns
   */
  readonly policy?: SignaturePolicy | undefined;
}

/** A header, in lower case, as Lambda passes it on. */
const header = textLike(/^[\w-]{1,100}$/, 'must be the name of a header').transform((name) =>
  name.toLowerCase(),
);

const idempotency = z.union(
  [
    z.strictObject({ header }),
    z.strictObject({
      pointer: textLike(/^(\/([^~/]|~[01])*)+$/, 'must be a JSON Pointer such as "/event/id"'),
    }),
  ],
  'must be { header: "<name>" } or { pointer: "<JSON Pointer>" }, such as "/event/id"',
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
  'must be { status: 204 }, or { status: 200 or 202, contentType: "…", body: "…" } with up to 1,000 characters',
);

const settingsSchema = closedObject({
  name: z.string().min(1).max(60, 'must have up to 60 characters').optional(),
  idempotency: idempotency.optional(),
  signature: closedObject({
    header,
    algorithm: z
      .enum(
        ['hmac-sha1', 'hmac-sha256', 'hmac-sha512'],
        'must be "hmac-sha1", "hmac-sha256" or "hmac-sha512"',
      )
      .default('hmac-sha256'),
    encoding: z.enum(['hex', 'base64'], 'must be "hex" or "base64"').default('hex'),
    prefix: textLike(/^[^{}]{0,40}$/, 'must be up to 40 characters without braces').default(''),
  }).optional(),
  response: response.optional(),
});

/**
 * A provider that Tributary has no adapter for. Each of its callbacks is stored in full and published as
 * `callback.received` (`docs/generic-provider.md`).
 */
export function generic(props: GenericProviderProps): GatewayProvider {
  const { id, silentAfterHours, reservedConcurrency, signature, ...others } = props;
  const { policy, ...scheme } = signature ?? {};
  return {
    label: String(id),
    options: { silentAfterHours, reservedConcurrency, signature: policy },
    load: () => load(id, { ...others, ...(signature && { signature: scheme }) }),
  };
}

function load(id: string, given: object): ProviderSource {
  const parsed = settingsSchema.safeParse(given);
  const problems = [
    ...checkProviderId(id),
    ...findAdapter(id),
    ...(parsed.success ? [] : toProblems(parsed.error, String(id))),
  ];
  if (!parsed.success || problems.length > 0) throw new GatewayConfigError(problems);
  const { name = id, signature } = parsed.data;
  return {
    definition: { id, name, ...(signature && { signature: toScheme(signature) }) },
    code: () => prebuiltCode('generic'),
    generic: { ...parsed.data, id },
  };
}

/** An adapter takes over from a generic provider, and never beside it. */
function findAdapter(id: string): readonly string[] {
  const same = registry.find((each) => toPascalCase(each.id) === toPascalCase(String(id)));
  if (same === undefined) return [];
  return [
    `${id} cannot be generic: Tributary has an adapter for it. Use the function of tributary-gateway/providers for ${same.name}, deploy, and publish what was received before with \`tributary replay --provider ${same.id}\``,
  ];
}
