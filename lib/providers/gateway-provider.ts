import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Channel } from '../../shared/contract/channels.ts';
import type { GenericSettings } from '../../shared/provider/generic-provider.ts';
import type { Manifest } from '../../shared/provider/manifest.ts';
import type { SignaturePolicy } from '../../shared/runtime/environment.ts';

/** Options of every provider. */
export interface ProviderOptions {
  /**
   * Hours without an accepted callback after which an alarm is raised, at most 168.
   *
   * @default a provider that stops calling raises no alarm
   */
  readonly silentAfterHours?: number | undefined;
  /**
   * Concurrent executions that Lambda reserves for the function of this provider. It runs no more than
   * these, and no other function of the account can take them.
   *
   * @default `reservedConcurrency.callbacks` of the gateway
   */
  readonly reservedConcurrency?: number | undefined;
}

/** Options of a provider whose callbacks name the channel of the business by an id of its own. */
export interface ChannelOptions {
  /**
   * What is behind the provider's ids, by id: `{ '30058': { channel: 'whatsapp', phone: '15550100001' } }`.
   * With a `phone`, in digits, both directions of a conversation share one key. The `channel` is used if a
   * callback does not name one.
   *
   * @default events have what the callback says
   */
  readonly channels?:
    | Readonly<
        Record<
          string,
          { readonly channel?: Channel | undefined; readonly phone?: string | undefined }
        >
      >
    | undefined;
}

/** Options of a provider that signs its callbacks. */
export interface SignatureOptions {
  /**
   * What happens to callbacks as long as the secret has no signing key: `required` refuses them with 503,
   * `optional` accepts them without a warning. With a signing key, every callback must be signed.
   *
   * @default they are accepted, and `doctor` warns
   */
  readonly signature?: SignaturePolicy | undefined;
}

/** Options of a provider from whose API the media mirror requests files. */
export interface MediaApiOptions {
  /**
   * The API, if it is another one: its base URL without a slash at the end, and its version.
   *
   * @default the provider's own
   */
  readonly mediaApi?:
    | { readonly baseUrl?: string | undefined; readonly version?: string | undefined }
    | undefined;
}

/** The options that a provider can have. Those that its callbacks have no use for are refused. */
export interface AnyProviderOptions
  extends ProviderOptions,
    ChannelOptions,
    SignatureOptions,
    MediaApiOptions {}

/** What a gateway needs to know of a provider, whose manifest has it. */
export interface ProviderDefinition {
  /** End of `source`, and first segment of its callback path. */
  readonly id: string;
  /** The name that people read. */
  readonly name: string;
  /** How the media mirror gets its files, if a link alone does not open them. */
  readonly mediaAccess?: Manifest['mediaAccess'];
  /** How it signs its callbacks, if it does. */
  readonly signature?: Manifest['signature'];
  /** What its callbacks name a sending channel by. */
  readonly channelId?: Manifest['channelId'];
}

/** A provider, and the code that receives its callbacks. */
export interface ProviderSource {
  readonly definition: ProviderDefinition;
  /** The bundle of its callback function: a new object for each function. */
  readonly code: () => lambda.Code;
  /** The settings of a provider that has no adapter. */
  readonly generic?: GenericSettings;
}

/**
 * A provider of a gateway, for the prop `providers`. The functions of `tributary-gateway/providers` make
 * them. The same one may be in several gateways.
 */
export interface GatewayProvider {
  /** How an error names it before its id is known. */
  readonly label: string;
  readonly options: AnyProviderOptions;
  /**
   * Finds the provider and its code.
   *
   * @throws {GatewayConfigError} when there is no such provider
   */
  readonly load: () => ProviderSource;
}
