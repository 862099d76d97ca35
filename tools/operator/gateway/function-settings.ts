import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { GenericSettings } from '../../../shared/provider/generic-provider.ts';
import type { ChannelDirectory } from '../../../shared/provider/provider-adapter.ts';
import { alarmPrefix } from '../../../shared/runtime/alarms.ts';
import {
  environmentKeys,
  readRetentionDays,
  readSignaturePolicy,
  type SignaturePolicy,
} from '../../../shared/runtime/environment.ts';
import { readChannels } from '../../../shared/runtime/provider-channels.ts';
import { callbackOutputNames, stackOutputs } from '../../../shared/runtime/stack-outputs.ts';

/** The settings of a provider's deployed function. */
export interface FunctionSettings {
  readonly channels: ChannelDirectory;
  /** What the owner has decided about callbacks that are not signed; absent: nothing yet. */
  readonly signaturePolicy: SignaturePolicy | undefined;
  /** What the owner knows of a provider without an adapter; absent for every other provider. */
  readonly generic?: GenericSettings | undefined;
  /** Days until event records expire; absent when they never do. */
  readonly retentionDays: number | undefined;
}

/** The parts of a CloudFormation template that are read. Values may be intrinsic functions. */
const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z
        .object({
          Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
          LoggingConfig: z.object({ LogGroup: z.unknown() }).optional(),
          RetentionInDays: z.number().optional(),
          AlarmName: z.unknown().optional(),
          MetricTransformations: z
            .array(z.object({ MetricName: z.string(), MetricNamespace: z.unknown() }))
            .optional(),
        })
        .loose()
        .optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
});

/**
 * Reads the settings of the provider functions in a template. A function belongs to a provider when both
 * the function and the output `<Provider>SecretArn` name the same secret.
 *
 * @param outputPrefix before the names of the gateway's outputs
 * @throws {z.ZodError} for an invalid template
 */
export function readFunctionSettings(
  json: unknown,
  providerIds: Iterable<string>,
  outputPrefix = '',
): ReadonlyMap<string, FunctionSettings> {
  const { Resources, Outputs } = template.parse(json);
  const environments = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::Lambda::Function' && Properties?.Environment
      ? [Properties.Environment.Variables]
      : [],
  );
  return new Map(
    [...providerIds].flatMap((provider) => {
      const secret = Outputs[outputPrefix + callbackOutputNames(provider).secretArn]?.Value;
      const environment = environments.find((variables) => {
        const used = variables[environmentKeys.providerSecret];
        return used !== undefined && isDeepStrictEqual(used, secret);
      });
      return environment ? [[provider, toSettings(environment)] as const] : [];
    }),
  );
}

/**
 * Reads how long the log groups of a template store their lines.
 *
 * @returns the longest time in days; `undefined` when a log group stores them for ever, or there is none
 * @throws {z.ZodError} for an invalid template
 */
export function readLogsDays(json: unknown): number | undefined {
  const days = Object.values(template.parse(json).Resources)
    .filter(({ Type }) => Type === 'AWS::Logs::LogGroup')
    .map(({ Properties }) => Properties?.RetentionInDays);
  const limited = days.filter((each) => each !== undefined);
  return limited.length === days.length && days.length > 0 ? Math.max(...limited) : undefined;
}

/**
 * Whether the publisher in a template lists conversations by day. Of several gateways, that of the one whose
 * outputs have the prefix.
 *
 * @throws {z.ZodError} for an invalid template
 */
export function readListsConversations(json: unknown, outputPrefix = ''): boolean {
  const { Resources, Outputs } = template.parse(json);
  const publisher = Outputs[outputPrefix + stackOutputs.publisherFunction]?.Value;
  const { Properties } = Resources[toLogicalId(publisher) ?? ''] ?? {};
  return Properties?.Environment?.Variables[environmentKeys.conversationList] === 'on';
}

/**
 * Whether a template has an alarm of the gateway with this name: an owner may want none.
 *
 * @throws {z.ZodError} for an invalid template
 */
export function readHasAlarms(json: unknown, gatewayName: string): boolean {
  return Object.values(template.parse(json).Resources).some(
    ({ Type, Properties }) =>
      Type === 'AWS::CloudWatch::Alarm' &&
      String(Properties?.AlarmName).startsWith(alarmPrefix(gatewayName)),
  );
}

/**
 * The metrics that CloudWatch counts from the log lines of a gateway: those that its alarms or its dashboard use.
 *
 * @throws {z.ZodError} for an invalid template
 */
export function readLogMetrics(json: unknown, outputPrefix = ''): ReadonlySet<string> {
  const { Resources, Outputs } = template.parse(json);
  const namespace = Outputs[outputPrefix + stackOutputs.metricNamespace]?.Value;
  return new Set(
    Object.values(Resources)
      .flatMap(({ Properties }) => Properties?.MetricTransformations ?? [])
      .filter(({ MetricNamespace }) => isDeepStrictEqual(MetricNamespace, namespace))
      .map(({ MetricName }) => MetricName),
  );
}

/**
 * The logical id of the log group to which the callback functions in a template write. Those of a gateway
 * share one.
 *
 * @returns `undefined` without such a function
 * @throws {z.ZodError} for an invalid template
 */
export function readCallbackLogGroup(
  json: unknown,
  providerIds: Iterable<string>,
  outputPrefix = '',
): string | undefined {
  const { Resources, Outputs } = template.parse(json);
  const secrets = [...providerIds].map(
    (id) => Outputs[outputPrefix + callbackOutputNames(id).secretArn]?.Value,
  );
  for (const { Type, Properties } of Object.values(Resources)) {
    const secret = Properties?.Environment?.Variables[environmentKeys.providerSecret];
    if (Type !== 'AWS::Lambda::Function' || secret === undefined) continue;
    if (!secrets.some((each) => isDeepStrictEqual(each, secret))) continue;
    return toLogicalId(Properties?.LoggingConfig?.LogGroup);
  }
  return undefined;
}

/** The resource that a `Ref` names. */
function toLogicalId(value: unknown): string | undefined {
  const reference = z.object({ Ref: z.string() }).safeParse(value);
  return reference.data?.Ref;
}

function toSettings(environment: Readonly<Record<string, unknown>>): FunctionSettings {
  const literals = Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
  return {
    generic: readGeneric(literals[environmentKeys.genericProvider]),
    channels: readChannels(literals[environmentKeys.providerChannels]),
    signaturePolicy: readSignaturePolicy(literals),
    retentionDays: readRetentionDays(literals),
  };
}

/** The stack writes it. */
function readGeneric(json: string | undefined): GenericSettings | undefined {
  return json === undefined ? undefined : JSON.parse(json);
}
