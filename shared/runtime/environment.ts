/**
 * The environment variables that the stack gives to the functions: the one list that `lib/` writes
 * and the functions' wiring reads, so that neither can drift from the other.
 */
export const environmentKeys = {
  /** Name of the DynamoDB table `events`. */
  eventsTable: 'EVENTS_TABLE',
  /** ARN of the provider's Secrets Manager secret (see `shared/provider/provider-secret.ts`). */
  providerSecret: 'PROVIDER_SECRET',
  /** JSON: what the owner configured of the provider's channels (`ChannelDirectory`); optional. */
  providerChannels: 'PROVIDER_CHANNELS',
  /** Name of the EventBridge bus. */
  eventBus: 'EVENT_BUS',
  /** Name of the bucket with mirrored media, which other teams may read. */
  mediaBucket: 'MEDIA_BUCKET',
  /** Name of the bucket with raw bodies and dead letter records, which nobody else may read. */
  payloadBucket: 'PAYLOAD_BUCKET',
  /** Time to live of event records in days; absent means that event records are kept. */
  retentionDays: 'RETENTION_DAYS',
  /** `DEBUG`, `INFO`, `WARN` or `ERROR`. */
  logLevel: 'LOG_LEVEL',
  /** How often the mirror's queue hands out a message before it goes to the dead-letter queue. */
  mediaMaxReceiveCount: 'MEDIA_MAX_RECEIVE_COUNT',
  /**
   * JSON, by provider id: the media API of its manifest, and the ARN of its secret as `secretArn`;
   * absent when the callbacks of all providers carry links.
   */
  mediaApis: 'MEDIA_APIS',
} as const;

/**
 * The one key that only the emulator sets and `lib/` must never write: a loopback origin
 * (`http://127.0.0.1:8787`) that the mirror may fetch from although it is no public address.
 */
export const localMediaOriginKey = 'TRIBUTARY_LOCAL_MEDIA_ORIGIN';

export type EnvironmentKey = (typeof environmentKeys)[keyof typeof environmentKeys];

/** @throws {Error} naming the missing key; thrown while a function starts, so a deploy shows it. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  key: EnvironmentKey,
): string {
  const value = environment[key];
  if (!value) throw new Error(`environment variable ${key} is not set: deploy the stack again`);
  return value;
}

/** @returns the configured time to live in days, or `undefined` when event records are kept */
export function readRetentionDays(
  environment: Readonly<Record<string, string | undefined>>,
): number | undefined {
  const days = Number(environment[environmentKeys.retentionDays] ?? Number.NaN);
  return Number.isSafeInteger(days) && days > 0 ? days : undefined;
}
