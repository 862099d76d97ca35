import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { z } from 'zod';
import type { GenericSettings } from '../../shared/provider/generic-provider.ts';
import type { Manifest } from '../../shared/provider/manifest.ts';
import type { ChannelDirectory } from '../../shared/provider/provider-adapter.ts';
import { type SignaturePolicy, signaturePolicies } from '../../shared/runtime/environment.ts';
import { GatewayConfigError } from '../gateway-config-error.ts';
import type {
  AnyProviderOptions,
  GatewayProvider,
  ProviderDefinition,
} from '../providers/gateway-provider.ts';
import { channelDirectory } from './channel-directory.ts';
import { closedObject, textLike, wholeNumber } from './checks.ts';
import { toProblems } from './problems.ts';

/** A provider of a gateway with its checked options. */
export interface EnabledProvider {
  readonly id: string;
  readonly name: string;
  /** Of its callback function. */
  readonly code: () => lambda.Code;
  /** How it signs its callbacks, if it does. */
  readonly signature?: Manifest['signature'];
  /** What happens to callbacks as long as there is no signing key; absent: the owner has not decided. */
  readonly signaturePolicy?: SignaturePolicy | undefined;
  readonly channels?: ChannelDirectory | undefined;
  /** How the media mirror gets its files, with the API that the owner configured. */
  readonly mediaAccess?: Manifest['mediaAccess'];
  readonly silentAfterHours?: number | undefined;
  readonly reservedConcurrency?: number | undefined;
  /** The settings of a provider that has no adapter. */
  readonly generic?: GenericSettings;
}

const optionsSchema = closedObject({
  silentAfterHours: wholeNumber(1, 168).optional(),
  reservedConcurrency: wholeNumber(1, 1_000_000).optional(),
  channels: channelDirectory.optional(),
  signature: z.enum(signaturePolicies, 'must be "required" or "optional"').optional(),
  mediaApi: closedObject({
    baseUrl: z
      .url('must be a URL')
      .refine(
        isSafeForTokens,
        'must use https (or http on a loopback address) and not end in a slash',
      )
      .optional(),
    version: textLike(/^[\w.-]+$/, 'must be a version without slashes: "v25.0"').optional(),
  }).optional(),
});

/** Every request carries the access token, which must not cross a network in plain text. */
function isSafeForTokens(baseUrl: string): boolean {
  return /^(https:\/\/|http:\/\/(127\.0\.0\.1|\[::1\])(:|\/|$)).*[^/]$/.test(baseUrl);
}

/** Finds the provider and checks its options. @returns all that is wrong when anything is */
export function toEnabledProvider(
  provider: GatewayProvider,
): { readonly provider: EnabledProvider } | { readonly problems: readonly string[] } {
  const parsed = optionsSchema.safeParse(provider.options);
  const problems = parsed.success ? [] : toProblems(parsed.error, provider.label);
  try {
    const { definition, code, generic } = provider.load();
    const useless = findUseless(definition, provider.options);
    if (!parsed.success || useless.length > 0) return { problems: [...problems, ...useless] };
    const { signature: signaturePolicy, mediaApi, ...options } = parsed.data;
    const { id, name, signature } = definition;
    const mediaAccess = withMediaApi(definition.mediaAccess, mediaApi);
    return {
      provider: {
        ...options,
        id,
        name,
        code,
        ...(signature && { signature }),
        signaturePolicy,
        ...(mediaAccess && { mediaAccess }),
        ...(generic && { generic }),
      },
    };
  } catch (error) {
    if (!(error instanceof GatewayConfigError)) throw error;
    return { problems: [...problems, ...error.problems] };
  }
}

/** The options that would change nothing. The types of the providers' functions do not have them. */
function findUseless(
  { id, name, signature, channelId, mediaAccess }: ProviderDefinition,
  options: AnyProviderOptions,
): readonly string[] {
  const useless = (key: keyof AnyProviderOptions, why: string) =>
    options[key] === undefined ? [] : [`${id}.${key} changes nothing, because ${why}: remove it`];
  return [
    ...(signature ? [] : useless('signature', `${name} does not sign its callbacks`)),
    ...(channelId
      ? []
      : useless('channels', `callbacks of ${name} name channels by no id of its own`)),
    ...(mediaAccess?.api
      ? []
      : useless('mediaApi', `the files of ${name} are not requested from an API`)),
  ];
}

function withMediaApi(
  access: Manifest['mediaAccess'],
  configured: AnyProviderOptions['mediaApi'],
): Manifest['mediaAccess'] {
  if (access?.api === undefined || configured === undefined) return access;
  const { baseUrl = access.api.baseUrl, version = access.api.version } = configured;
  return { ...access, api: { ...access.api, baseUrl, ...(version && { version }) } };
}
