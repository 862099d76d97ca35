import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Channel } from '../../shared/contract/channels.ts';
import type { AlarmProps } from '../alarms/alarm-props.ts';
import type { GatewayProvider } from '../providers/gateway-provider.ts';
import type { InScope } from './in-scope.ts';

/** Properties of {@link Gateway}. Only `providers` is required. */
export interface GatewayProps {
  /**
   * The providers whose callbacks the gateway receives, made by the functions of
   * `tributary-gateway/providers`: `[incs(), meta({ signature: 'required' })]`. Each costs a function, a secret
   * and its alarms. One that is removed loses its URL and its token.
   */
  readonly providers: readonly GatewayProvider[];
  /**
   * Begins the names that AWS demands to be unique in an account and region: of the bus, the API, the
   * alarms, the dashboard and the metrics. 1 to 48 letters, digits, dots, hyphens and underscores. Another
   * name replaces the bus and its archive (docs/updates.md).
   *
   * @default the name of the stack, and the path of the gateway in it unless its id is `Default`
   */
  readonly name?: string | undefined;
  /** Days after which data is deleted. @default see each */
  readonly retention?: RetentionProps | undefined;
  /** The two endpoints. Both invoke the same functions; at least one is on. @default both */
  readonly endpoints?: EndpointProps | undefined;
  /**
   * Requests per second and burst that the HTTP API accepts for each provider. Above that it responds 429.
   *
   * @default 1,000 and 1,000: below the smallest quota that AWS gives an account in any region
   */
  readonly throttling?:
    | { readonly rateLimit?: number | undefined; readonly burstLimit?: number | undefined }
    | undefined;
  /**
   * Your domain in front of the HTTP API, with its certificate in the region of the stack. Point its DNS
   * record to the output `ApiDnsTarget`.
   *
   * @default callback URLs have the names that AWS gives
   */
  readonly customDomain?:
    | { readonly domainName: string; readonly certificate: InScope<acm.ICertificate> }
    | undefined;
  /** Who may create rules on the bus, and the teams with a policy of their own. @default this account */
  readonly subscribers?: SubscriberProps | undefined;
  /** Whether an EventBridge schema registry holds the schemas of the events. @default where there is one */
  readonly schemaRegistry?: boolean | undefined;
  /** The alarms and who receives them. @default those of a small gateway, on a new topic without subscribers */
  readonly alarms?: AlarmProps | undefined;
  /** Whether there is a CloudWatch dashboard. @default with the alarms' preset `full` */
  readonly dashboard?: boolean | undefined;
  /**
   * Your KMS key for table, buckets and secrets; not an alias. Its policy must let the IAM policies of the
   * account allow its use, as the policy that AWS gives a new key does.
   *
   * @default keys of AWS
   */
  readonly encryptionKey?: InScope<kms.IKey> | undefined;
  /**
   * Your KMS key for the log groups. Its policy must allow it to CloudWatch Logs.
   *
   * @default keys of AWS
   */
  readonly logsEncryptionKey?: InScope<kms.IKey> | undefined;
  /** `DEBUG` or `INFO`: metrics and alarms need the log lines of level INFO. @default INFO */
  readonly logLevel?: 'DEBUG' | 'INFO' | undefined;
  /**
   * Invocations of the media mirror at the same time, from 2 to 1,000. Each copies the files of up to five
   * messages.
   *
   * @default 5
   */
  readonly mediaConcurrency?: number | undefined;
  /** Ports of file servers from which the mirror may fetch, besides 443 and 80. @default none */
  readonly mediaPorts?: readonly number[] | undefined;
  /**
   * Whether the files of the history are mirrored too: of the messages from before the business joined the
   * Cloud API, up to 180 days at once.
   *
   * @default false
   */
  readonly historyMedia?: boolean | undefined;
  /**
   * Whether the publisher lists the conversations of each day, which costs up to 0.69 USD for a million
   * messages.
   *
   * @default false
   */
  readonly conversationList?: boolean | undefined;
  /** Concurrent executions that Lambda reserves. @default none */
  readonly reservedConcurrency?: ReservedConcurrency | undefined;
  /**
   * The code of a function, by its name: the id of a provider, `publisher` or `media-mirror`. For a test whose
   * template must not change with the code: `code: (name) => Code.fromInline(name)`.
   *
   * @default the bundles of this package, and of each provider of your own
   */
  readonly code?: ((functionName: string) => lambda.Code) | undefined;
}

/** Days after which data is deleted. Files and payloads are found by their event records. */
export interface RetentionProps {
  /**
   * Of event records: at least 8, because a provider may send a callback again for 7 days. Needs `mediaDays`
   * and `payloadsDays`.
   *
   * @default never
   */
  readonly eventsDays?: number | undefined;
  /** Of mirrored files: at most `eventsDays`. @default never */
  readonly mediaDays?: number | undefined;
  /** Of the objects in the payload bucket: at least `eventsDays`, which it needs. @default never */
  readonly payloadsDays?: number | undefined;
  /** For which the archive of the bus can be replayed. @default 14 */
  readonly archiveDays?: number | undefined;
  /** Of the log groups: one of the times that CloudWatch Logs knows. @default 30 */
  readonly logsDays?: number | undefined;
}

/** The endpoints for callbacks. */
export interface EndpointProps {
  /** The HTTP API: one address for all providers. @default true */
  readonly httpApi?: boolean | undefined;
  /** A Lambda function URL for each provider. @default where the region has them */
  readonly functionUrl?: boolean | undefined;
}

/** Who may subscribe. */
export interface SubscriberProps {
  /** An AWS Organization whose accounts may manage rules of their own on the bus. @default none */
  readonly organizationId?: string | undefined;
  /** Up to 100 accounts that may. @default none */
  readonly accountIds?: readonly string[] | undefined;
  /** Teams of this account that have a policy of their own, by name. @default none */
  readonly teams?: Readonly<Record<string, TeamLimits>> | undefined;
}

/** What a team may read: both limits, or neither. */
export interface TeamLimits {
  /** Ids of the providers whose event records, files and events it may read. @default all */
  readonly providers?: readonly string[] | undefined;
  /** The conversations that it may query; `[]` for none. @default all */
  readonly conversations?:
    | readonly { readonly channel: Channel; readonly business: string }[]
    | undefined;
}

/**
 * Concurrent executions that Lambda reserves for a function: it runs no more than these, and no other function
 * of the account can take them.
 */
export interface ReservedConcurrency {
  /** For the function of each provider. @default none */
  readonly callbacks?: number | undefined;
  /** @default none */
  readonly publisher?: number | undefined;
  /** At least `mediaConcurrency`. @default none */
  readonly mediaMirror?: number | undefined;
}
