import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ChannelDirectory } from '../../../shared/provider/provider-adapter.ts';
import { environmentKeys, readRetentionDays } from '../../../shared/runtime/environment.ts';
import { readChannels } from '../../../shared/runtime/provider-channels.ts';
import { callbackOutputNames } from '../../../shared/runtime/stack-outputs.ts';

/** What a provider's deployed function was configured with, as far as event records depend on it. */
export interface FunctionSettings {
  readonly channels: ChannelDirectory;
  /** Time to live of event records; absent: they are kept. */
  readonly retentionDays: number | undefined;
}

/** What is read of a CloudFormation template. Values may be intrinsic functions. */
const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z
        .object({
          Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
        })
        .loose()
        .optional(),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
});

/**
 * The settings of the provider functions in a template. A function is its provider's when both the
 * function and the output `<Provider>SecretArn` name the same secret.
 *
 * @throws {z.ZodError} for what is no template
 */
export function readFunctionSettings(
  json: unknown,
  providerIds: Iterable<string>,
): ReadonlyMap<string, FunctionSettings> {
  const { Resources, Outputs } = template.parse(json);
  const environments = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::Lambda::Function' && Properties?.Environment
      ? [Properties.Environment.Variables]
      : [],
  );
  return new Map(
    [...providerIds].flatMap((provider) => {
      const secret = Outputs[callbackOutputNames(provider).secretArn]?.Value;
      const environment = environments.find((variables) => {
        const used = variables[environmentKeys.providerSecret];
        return used !== undefined && isDeepStrictEqual(used, secret);
      });
      return environment ? [[provider, toSettings(environment)] as const] : [];
    }),
  );
}

function toSettings(environment: Readonly<Record<string, unknown>>): FunctionSettings {
  const literals = Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
  return {
    channels: readChannels(literals[environmentKeys.providerChannels]),
    retentionDays: readRetentionDays(literals),
  };
}
