import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '../../../tools/emulator/template/synthesize.ts';

/** A resource of a CloudFormation template, with the properties that costs depend on. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: {
    /** Of an alarm. */
    readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
    /** Of a metric filter. */
    readonly MetricTransformations?: readonly {
      readonly MetricName: string;
      readonly Dimensions?: readonly { readonly Key: string }[];
    }[];
    /** Of an event source mapping that reads a queue. */
    readonly ScalingConfig?: unknown;
    /** Of a stage of the API. */
    readonly AccessLogSettings?: { readonly Format: string };
    /** Of the bus's archive. */
    readonly RetentionDays?: number;
  };
}

/** The resources of the application's own template, in its default configuration. */
export async function readTemplate(): Promise<readonly Resource[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-cost-'));
  try {
    await synthesize(directory);
    const file = (await readdir(directory)).find((name) => name.endsWith('.template.json')) ?? '';
    const template = JSON.parse(await readFile(path.join(directory, file), 'utf8'));
    return Object.values(template.Resources);
  } finally {
    await rm(directory, { recursive: true });
  }
}

export function resourcesOf(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter(({ Type }) => Type === type);
}
