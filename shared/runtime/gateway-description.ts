import { z } from 'zod';
import { parseJsonOrUndefined } from '../json.ts';
import { readOutput, type StackOutputValues } from './stack-outputs.ts';

const gatewayDescription = z.object({
  /** Counts up when a CLI that is older could misread it. */
  format: z.literal(1),
  /** The version of Tributary that was deployed. */
  version: z.string(),
  /** Begins the names of its bus, alarms and dashboard. */
  name: z.string(),
  /** Ids of the providers that are on. */
  providers: z.array(z.string()),
});

/**
 * What a gateway says about itself, as JSON in an output of its stack. By it the CLI finds the gateways of
 * any stack, whatever else is in it.
 */
export type GatewayDescription = Readonly<z.infer<typeof gatewayDescription>>;

/** End of the name of the output that describes a gateway; what comes before is the gateway's own prefix. */
export const descriptionOutput = 'TributaryGateway';

/** The value of the output that describes a gateway. */
export function writeDescription(description: Omit<GatewayDescription, 'format'>): string {
  return JSON.stringify({ format: 1, ...description });
}

/** A gateway among the outputs of a stack. */
export interface DescribedGateway extends GatewayDescription {
  /** The path of its construct in the stack; `Default` where its outputs have no prefix. */
  readonly id: string;
  /** Before the names of its outputs. */
  readonly prefix: string;
  /** Its outputs by name, without the prefix. */
  readonly outputs: StackOutputValues;
}

/** The gateways of a stack, by id; those of a newer format are left out. */
export function readGateways(stackOutputs: StackOutputValues): readonly DescribedGateway[] {
  return Object.keys(stackOutputs)
    .filter((key) => key.endsWith(descriptionOutput))
    .flatMap((key) => {
      const json = parseJsonOrUndefined(readOutput(stackOutputs, key) ?? '');
      const described = gatewayDescription.safeParse(json);
      if (!described.success) return [];
      const prefix = key.slice(0, -descriptionOutput.length);
      const outputs = Object.fromEntries(
        Object.entries(stackOutputs)
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, value]) => [name.slice(prefix.length), value]),
      );
      return [{ ...described.data, id: prefix || 'Default', prefix, outputs }];
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
