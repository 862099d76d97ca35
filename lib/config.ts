import { z } from 'zod';
import { signaturePolicies } from '../shared/runtime/environment.ts';
import { certificateArn, keyArn } from './arns.ts';
import { channelDirectory } from './channel-directory.ts';
import { defaultMediaConcurrency } from './delivery-settings.ts';
import { GatewayConfigError } from './gateway-config-error.ts';
import { providerSetting } from './generic-providers.ts';
import { subscriberTeams } from './subscriber-teams.ts';

/**
 * Providers may send a callback again for up to 7 days. If the event record expired before that, the
 * repeated callback would be stored as new; so event records live at least a day longer.
 */
const minimumEventsDays = 8;

/**
 * Accounts that fit into the policy of an event bus beside the rest of it: 10,240 characters, of which each
 * principal takes about 40 (EventBridge quotas, "Policy size", read 2026-11-28).
 */
const maxAccounts = 100;

const days = z.int().positive();

/** The retention times that CloudWatch Logs knows, in days. */
const logsDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
]);

const gatewayConfigSchema = z
  .strictObject({
    /** Names the stack (`tributary-<stage>`), so that several gateways fit into one account. */
    stage: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,30}$/,
        'must be 1 to 31 lower-case letters, digits or hyphens, and begin with a letter',
      )
      .default('prod'),
    /**
     * By id: a provider to leave out (`false`), or one that Tributary has no adapter for (`generic`). By
     * default every provider that has an adapter is on.
     */
    providers: z.record(z.string(), providerSetting).default({}),
    /** A provider's sending channels, by provider id and the provider's channel id. */
    channels: z
      .record(z.string(), channelDirectory)
      .refine(
        (channels) => Object.values(channels).every(fitsEnvironment),
        'must fit into 3,000 bytes of JSON for each provider, because Lambda limits the environment variables of a function to 4 KB',
      )
      .default({}),
    /**
     * Whether callbacks of a provider that signs are refused or accepted as long as its secret has no signing
     * key, by provider id. Without a value they are accepted with a warning.
     */
    signature: z.record(z.string(), z.enum(signaturePolicies)).default({}),
    /** Base URL and version of a provider's media API, where they differ from its manifest, by provider id. */
    mediaApis: z
      .record(
        z.string(),
        z.strictObject({
          baseUrl: z
            .url()
            .refine(
              isSafeForTokens,
              'must use https (or http on a loopback address) and not end in a slash',
            )
            .optional(),
          version: z
            .string()
            .regex(/^[\w.-]+$/)
            .optional(),
        }),
      )
      .default({}),
    /**
     * Whether the files of the history are mirrored too: of the messages from before the business joined the
     * Cloud API, up to 180 days at once.
     */
    historyMedia: z.boolean().default(false),
    /** Ports of file servers from which the mirror may fetch, besides 443 and 80. */
    mediaPorts: z.array(z.int().min(1).max(65_535)).default([]),
    /** Invocations of the media mirror at the same time, within Lambda's limits for a queue. */
    mediaConcurrency: z.int().min(2).max(1_000).default(defaultMediaConcurrency),
    /** Whether the publisher lists the conversations of each day, which costs up to 0.69 USD for a million messages. */
    conversationList: z.boolean().default(false),
    /**
     * The two endpoints. Both invoke the same functions; at least one is on. By default both are,
     * where the region has function URLs.
     */
    endpoints: z
      .strictObject({ httpApi: z.boolean().default(true), functionUrl: z.boolean().optional() })
      .refine(
        (endpoints) => endpoints.httpApi || endpoints.functionUrl !== false,
        'at least one endpoint must be on',
      )
      .prefault({}),
    /**
     * Requests per second and burst that the API accepts on one provider's route. The defaults are
     * below the smallest account quotas of any region: 2,500 and 1,250 (API Gateway quotas, read
     * 2026-11-21).
     */
    throttling: z
      .strictObject({
        rateLimit: z.number().positive().default(1000),
        burstLimit: z.int().positive().default(1000),
      })
      .prefault({}),
    /**
     * Days after which data is deleted. Without a number it is never deleted. Files and payloads are
     * found by their event records: where these expire, so must those.
     */
    retention: z
      .strictObject({
        eventsDays: days.min(minimumEventsDays).optional(),
        mediaDays: days.optional(),
        payloadsDays: days.min(minimumEventsDays).optional(),
        archiveDays: days.default(14),
        logsDays: logsDays.default(30),
      })
      .refine(
        ({ eventsDays, payloadsDays }) =>
          payloadsDays === undefined || (eventsDays !== undefined && payloadsDays >= eventsDays),
        'payloadsDays must be at least eventsDays, and needs eventsDays: an event record points to its raw payload in the payload bucket',
      )
      .refine(
        ({ eventsDays, payloadsDays }) => eventsDays === undefined || payloadsDays !== undefined,
        'eventsDays needs payloadsDays: raw payloads would stay for ever after their event records have expired',
      )
      .refine(
        ({ eventsDays, mediaDays }) =>
          eventsDays === undefined || (mediaDays !== undefined && mediaDays <= eventsDays),
        'eventsDays needs mediaDays, which must be at most eventsDays: only event records lead to the files of a user',
      )
      .prefault({}),
    /**
     * The organization and accounts, besides this account, that may manage rules of their own on the
     * bus, and the teams of this account that have a policy of their own.
     */
    subscribers: z
      .strictObject({
        organizationId: z
          .string()
          .regex(/^o-[a-z0-9]{10,32}$/, 'must be an AWS Organizations id such as o-a1b2c3d4e5')
          .optional(),
        accountIds: z
          .array(z.string().regex(/^\d{12}$/, 'must be a 12-digit AWS account id'))
          .max(
            maxAccounts,
            `must be at most ${maxAccounts} accounts, which is what the policy of a bus holds: use organizationId`,
          )
          .default([]),
        teams: subscriberTeams.default({}),
      })
      .prefault({}),
    /** Whether an EventBridge schema registry holds the schemas of the events. @default where there is one */
    schemaRegistry: z.boolean().optional(),
    /** The owner's domain in front of the API, with its certificate in the same region. */
    customDomain: z.strictObject({ domainName: z.hostname(), certificateArn }).optional(),
    /** Mail address that receives the alarms. */
    alarmEmail: z.email().optional(),
    /** URL of docs/operations.md as operators open it; every alarm links its entry there. */
    runbookUrl: z.url().optional(),
    /** Hours without a callback after which an alarm is raised, by provider id; at most a week. */
    silentAfterHours: z.record(z.string(), z.int().positive().max(168)).default({}),
    /** The owner's KMS key for table, buckets and secrets. @default keys of AWS */
    kmsKeyArn: keyArn.optional(),
    /** INFO or lower: metrics count lines of level INFO, and alarms watch those metrics. */
    logLevel: z
      .enum(
        ['DEBUG', 'INFO'],
        'must be DEBUG or INFO: metrics and alarms need the log lines of level INFO',
      )
      .default('INFO'),
  })
  .refine((config) => config.endpoints.httpApi || config.customDomain === undefined, {
    path: ['customDomain'],
    error: 'needs endpoints.httpApi: a custom domain belongs to the HTTP API',
  });

/** Every request carries the access token, which must not cross a network in plain text. */
function isSafeForTokens(baseUrl: string): boolean {
  return /^(https:\/\/|http:\/\/(127\.0\.0\.1|\[::1\])(:|\/|$)).*[^/]$/.test(baseUrl);
}

function fitsEnvironment(channels: object): boolean {
  return Buffer.byteLength(JSON.stringify(channels)) <= 3_000;
}

/** What an owner may write under `tributary` in the context of `cdk.json`; every key is optional. */
export type GatewayConfigInput = z.input<typeof gatewayConfigSchema>;

/** The configuration with every default filled in. */
export type GatewayConfig = z.output<typeof gatewayConfigSchema>;

/**
 * Checks an owner's configuration and fills in the defaults.
 *
 * @param input the value of the context key `tributary`: an object, its JSON text (which is what
 *   `cdk -c tributary=…` gives), or nothing.
 * @throws {GatewayConfigError} which lists every invalid or unknown key.
 */
export function parseGatewayConfig(input: unknown = {}): GatewayConfig {
  const parsed = gatewayConfigSchema.safeParse(typeof input === 'string' ? readJson(input) : input);
  if (!parsed.success) throw new GatewayConfigError(z.prettifyError(parsed.error));
  return parsed.data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GatewayConfigError(`not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** The settings of the providers that have no adapter, by id. */
export function genericProvidersOf({ providers }: GatewayConfig) {
  return Object.fromEntries(
    Object.entries(providers).flatMap(([id, settings]) =>
      typeof settings === 'object' ? [[id, settings.generic] as const] : [],
    ),
  );
}
