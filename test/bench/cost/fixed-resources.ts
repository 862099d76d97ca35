import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '../../../local/template/synthesize.ts';

/** What a stack has that costs the same in every month, however little comes. */
export interface FixedResources {
  /** Providers that are on, each with its alarms, metrics and secret. */
  readonly providers: number;
  readonly alarms: number;
  /** Metrics that the alarms look at: CloudWatch charges for each. */
  readonly alarmMetrics: number;
  /** Metrics that log lines fill; one that nothing fills in a month costs nothing. */
  readonly metrics: number;
  readonly secrets: number;
  readonly dashboards: number;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] };
}

/** Counts the resources of the application's own template, in its default configuration. */
export async function countFixedResources(providers: number): Promise<FixedResources> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-cost-'));
  try {
    await synthesize(directory);
    const file = (await readdir(directory)).find((name) => name.endsWith('.template.json')) ?? '';
    const template = JSON.parse(await readFile(path.join(directory, file), 'utf8'));
    return { providers, ...count(Object.values(template.Resources)) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function count(resources: readonly Resource[]): Omit<FixedResources, 'providers'> {
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  const alarms = ofType('AWS::CloudWatch::Alarm');
  return {
    alarms: alarms.length,
    alarmMetrics: alarms.reduce((sum, { Properties }) => {
      const inExpression = Properties?.Metrics?.filter(
        ({ MetricStat }) => MetricStat !== undefined,
      );
      return sum + (inExpression?.length ?? 1);
    }, 0),
    metrics: ofType('AWS::Logs::MetricFilter').length,
    secrets: ofType('AWS::SecretsManager::Secret').length,
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
  };
}
