/**
 * The outputs of the gateway's stack that are not about one provider, by what they name. `lib/` writes
 * them; the operator's CLI, the emulator and other stacks read them.
 */
export const stackOutputs = {
  eventsTable: 'EventsTableName',
  eventBus: 'EventBusName',
  eventBusArn: 'EventBusArn',
  mediaBucket: 'MediaBucketName',
  payloadBucket: 'PayloadBucketName',
  mediaQueueUrl: 'MediaQueueUrl',
  mediaDeadLetterQueueUrl: 'MediaDeadLetterQueueUrl',
  publisherFunction: 'PublisherFunctionName',
  metricNamespace: 'MetricNamespace',
  alarmTopicArn: 'AlarmTopicArn',
  subscriberPolicyArn: 'SubscriberPolicyArn',
  /** Only with a custom domain. */
  apiDnsTarget: 'ApiDnsTarget',
} as const;

/** Name of the output for the policy of a team: `support` → `SupportSubscriberPolicyArn`. */
export function teamPolicyOutputName(team: string) {
  return `${toPascalCase(team)}SubscriberPolicyArn` as const;
}

/** Every name that the stack may give to an output. */
export type StackOutputName =
  | (typeof stackOutputs)[keyof typeof stackOutputs]
  | ReturnType<typeof teamPolicyOutputName>
  | ReturnType<typeof callbackOutputNames>[keyof CallbackOutputs];

/** Outputs by name, as CloudFormation or the emulator lists them. */
export type StackOutputValues = Readonly<Record<string, unknown>>;

/** @returns `undefined` when the output is missing or is not text */
export function readOutput(outputs: StackOutputValues, name: string): string | undefined {
  const value = outputs[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Names of the outputs for one provider: `meta-cloud` → `MetaCloudApiUrl`, … */
export function callbackOutputNames(providerId: string) {
  const provider = toPascalCase(providerId);
  return {
    api: `${provider}ApiUrl`,
    functionUrl: `${provider}FunctionUrl`,
    secretArn: `${provider}SecretArn`,
  } as const;
}

/** The values of the outputs for one provider. */
export interface CallbackOutputs {
  /** Callback URL on the HTTP API without the token; absent when that endpoint is off. */
  readonly api: string | undefined;
  /** Function URL without the token and without a slash at the end; absent when it is off. */
  readonly functionUrl: string | undefined;
  readonly secretArn: string;
}

/** By provider id; only the providers that are on. */
export type CallbackOutputsByProvider = ReadonlyMap<string, CallbackOutputs>;

/** Reads the outputs for these providers. One whose secret is missing is left out. */
export function readCallbackOutputs(
  outputs: StackOutputValues,
  providerIds: Iterable<string>,
): CallbackOutputsByProvider {
  const callbacks = new Map<string, CallbackOutputs>();
  for (const id of providerIds) {
    const names = callbackOutputNames(id);
    const secretArn = readOutput(outputs, names.secretArn);
    if (secretArn === undefined) continue;
    callbacks.set(id, {
      api: readOutput(outputs, names.api),
      functionUrl: readOutput(outputs, names.functionUrl),
      secretArn,
    });
  }
  return callbacks;
}

/**
 * A provider or a team in the names of outputs and constructs, which begin with a letter:
 * `meta-cloud` → `MetaCloud`, `360dialog` → `Provider360dialog`.
 */
export function toPascalCase(id: string): string {
  const words = id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(words) ? `Provider${words}` : words;
}
