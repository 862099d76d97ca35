import { z } from 'zod';
import { channelDirectory } from '../shared/runtime/provider-channels.ts';

/**
 * Providers may send a callback again for up to 7 days. An event record that expired before that would no
 * longer recognize the repetition, so event records live a day longer at least.
 */
const minimumEventsDays = 8;

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
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens, a letter first')
      .default('prod'),
    /** Providers to leave out, by id: `{ "itnio": false }`. All of the registry are on by default. */
    providers: z.record(z.string(), z.boolean()).default({}),
    /** What is known of a provider's sending channels, by provider id and the provider's channel id. */
    channels: z
      .record(z.string(), channelDirectory)
      .refine(
        (channels) => Object.values(channels).every(fitsEnvironment),
        'the channels of one provider must fit into 3,000 bytes of JSON, since Lambda limits the environment of a function to 4 KB',
      )
      .default({}),
    /** What is otherwise at a provider's API for files that it names by an id, by provider id. */
    mediaApis: z
      .record(
        z.string(),
        z.strictObject({
          baseUrl: z
            .url()
            .refine(
              isSafeForTokens,
              'https, or http on a loopback address, and no slash at the end',
            )
            .optional(),
          version: z
            .string()
            .regex(/^[\w.-]+$/)
            .optional(),
        }),
      )
      .default({}),
    /** The two ways in. They reach the same functions; at least one is on. */
    endpoints: z
      .strictObject({ httpApi: z.boolean().default(true), functionUrl: z.boolean().default(true) })
      .refine(
        (endpoints) => endpoints.httpApi || endpoints.functionUrl,
        'at least one endpoint must be on',
      )
      .prefault({}),
    /**
     * Requests per second and burst that the API lets through to one provider's route. The defaults
     * are below what an account has in the regions with the least: 2,500 and 1,250 (API Gateway
     * quotas, read 2026-11-21).
     */
    throttling: z
      .strictObject({
        rateLimit: z.number().positive().default(1000),
        burstLimit: z.int().positive().default(1000),
      })
      .prefault({}),
    /** Days after which data is deleted; a number that is absent means that it is kept. */
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
        'payloadsDays must not be shorter than eventsDays: an event record points at its raw body in the payload bucket',
      )
      .prefault({}),
    /** Who else than this account may put rules of their own on the bus. */
    subscribers: z
      .strictObject({
        organizationId: z
          .string()
          .regex(/^o-[a-z0-9]{10,32}$/, 'an AWS Organizations id, as o-a1b2c3d4e5')
          .optional(),
        accountIds: z.array(z.string().regex(/^\d{12}$/, 'a 12-digit AWS account id')).default([]),
      })
      .prefault({}),
    /** Whether the schemas of events go into an EventBridge schema registry; not every region has it. */
    schemaRegistry: z.boolean().default(true),
    /** A domain of the owner's in front of the API, with its certificate in the same region. */
    customDomain: z
      .strictObject({ domainName: z.hostname(), certificateArn: z.string().startsWith('arn:') })
      .optional(),
    /** Mail address that is told of alarms. */
    alarmEmail: z.email().optional(),
    /** Hours without a callback after which an alarm is raised, by provider id; a week at most. */
    silentAfterHours: z.record(z.string(), z.int().positive().max(168)).default({}),
    /** The owner's KMS key for table, buckets and secrets; AWS's own keys otherwise. */
    kmsKeyArn: z.string().startsWith('arn:').optional(),
    /** Not above INFO: the lines that metrics count are INFO, and alarms are made of metrics. */
    logLevel: z
      .enum(['DEBUG', 'INFO'], 'DEBUG or INFO: metrics and alarms are counted out of lines of INFO')
      .default('INFO'),
  })
  .refine((config) => config.endpoints.httpApi || config.customDomain === undefined, {
    path: ['customDomain'],
    error: 'a custom domain belongs to the API, which is off in endpoints',
  });

/** The access token goes along with every request: not over a network in plain text. */
function isSafeForTokens(baseUrl: string): boolean {
  return /^(https:\/\/|http:\/\/(127\.0\.0\.1|\[::1\])(:|\/|$)).*[^/]$/.test(baseUrl);
}

function fitsEnvironment(channels: object): boolean {
  return Buffer.byteLength(JSON.stringify(channels)) <= 3_000;
}

/** What an owner may write under `tributary` in the context of `cdk.json`; all of it is optional. */
export type GatewayConfigInput = z.input<typeof gatewayConfigSchema>;

/** The configuration with every default filled in. */
export type GatewayConfig = z.output<typeof gatewayConfigSchema>;

/**
 * Checks an owner's configuration and fills in the defaults.
 *
 * @param input the value of the context key `tributary`: an object, its JSON text (which is what
 *   `cdk -c tributary=…` gives), or nothing.
 * @throws {GatewayConfigError} that lists every wrong or unknown key.
 */
export function parseGatewayConfig(input: unknown = {}): GatewayConfig {
  const parsed = gatewayConfigSchema.safeParse(typeof input === 'string' ? readJson(input) : input);
  if (!parsed.success) throw new GatewayConfigError(z.prettifyError(parsed.error));
  return parsed.data;
}

/** What an owner wrote under `tributary` cannot be used; the message says all that is wrong with it. */
export class GatewayConfigError extends Error {
  override readonly name = 'GatewayConfigError';

  constructor(problems: string) {
    super(`the configuration "tributary" is wrong:\n${problems}`);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GatewayConfigError(`it is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}
