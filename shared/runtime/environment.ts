/**
 * The environment variables of the functions: the one list that `lib/` writes and the functions read.
 */
export const environmentKeys = {
  /** Name of the DynamoDB table `events`. */
  eventsTable: 'EVENTS_TABLE',
  /** ARN of the provider's Secrets Manager secret (see `shared/provider/provider-secret.ts`). */
  providerSecret: 'PROVIDER_SECRET',
  /** JSON: the channels of the provider that the owner configured (`ChannelDirectory`); optional. */
  providerChannels: 'PROVIDER_CHANNELS',
  /** Whether the provider's callbacks must be signed (`SignaturePolicy`); absent: not decided. */
  signaturePolicy: 'SIGNATURE_POLICY',
  /** JSON: what the owner knows of a generic provider (`GenericSettings`); only its function has it. */
  genericProvider: 'GENERIC_PROVIDER',
  /** Name of the EventBridge bus. */
  eventBus: 'EVENT_BUS',
  /** Name of the bucket with mirrored media, which subscribers may read. */
  mediaBucket: 'MEDIA_BUCKET',
  /** Name of the bucket with raw payloads, quarantined bodies and dead letters, for the owner only. */
  payloadBucket: 'PAYLOAD_BUCKET',
  /** `on` when the publisher lists conversations by day; absent: it does not. */
  conversationList: 'CONVERSATION_LIST',
  /** Time to live of event records in days; absent: they do not expire. */
  retentionDays: 'RETENTION_DAYS',
  /** `DEBUG`, `INFO`, `WARN` or `ERROR`. */
  logLevel: 'LOG_LEVEL',
  /** How often the media queue delivers a message before it goes to the dead-letter queue. */
  mediaMaxReceiveCount: 'MEDIA_MAX_RECEIVE_COUNT',
  /**
   * JSON, by provider id: the media API of its manifest, and the ARN of its secret as `secretArn`;
   * absent when the callbacks of all providers carry links.
   */
  mediaAccess: 'MEDIA_ACCESS',
  /** Ports of file servers beside 443 and 80, with commas between them; absent when there are none. */
  mediaPorts: 'MEDIA_PORTS',
  /** The key of the hashes by which a mirrored file says whose it is (`shared/media/media-object.ts`). */
  userHashKey: 'USER_HASH_KEY',
} as const;

/**
 * The one variable that only the emulator sets and `lib/` must never write: a loopback origin
 * (`http://127.0.0.1:8787`) that the mirror may fetch from although it is not a public address.
 */
export const localMediaOriginKey = 'TRIBUTARY_LOCAL_MEDIA_ORIGIN';

/**
 * What the owner has decided about callbacks of a provider that signs, as long as the secret has no key to check
 * the signature with: refuse or accept them.
 */
export const signaturePolicies = ['required', 'optional'] as const;

export type SignaturePolicy = (typeof signaturePolicies)[number];

/** @returns `undefined` when the owner has not decided */
export function readSignaturePolicy(
  environment: Readonly<Record<string, string | undefined>>,
): SignaturePolicy | undefined {
  return signaturePolicies.find(
    (policy) => policy === environment[environmentKeys.signaturePolicy],
  );
}

export type EnvironmentKey = (typeof environmentKeys)[keyof typeof environmentKeys];

/** @throws {Error} naming the missing variable, while the function starts */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  key: EnvironmentKey,
): string {
  const value = environment[key];
  if (!value) throw new Error(`environment variable ${key} is not set: deploy the stack again`);
  return value;
}

/** @returns the configured time to live in days; `undefined` when event records do not expire */
export function readRetentionDays(
  environment: Readonly<Record<string, string | undefined>>,
): number | undefined {
  const days = Number(environment[environmentKeys.retentionDays] ?? Number.NaN);
  return Number.isSafeInteger(days) && days > 0 ? days : undefined;
}
