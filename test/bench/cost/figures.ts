import { readFileSync, writeFileSync } from 'node:fs';
import { providers } from '../../../functions/providers/registry.ts';
import { accessLogBytes } from './access-log.ts';
import { countFixedResources, type FixedResources } from './fixed-resources.ts';
import {
  type MeasuredFixture,
  meanAmounts,
  messagesOf,
  statusesOf,
  textsOf,
} from './measured-fixtures.ts';
import { readTemplate, resourcesOf } from './template.ts';
import type { Amounts } from './usage.ts';

/** What the costs of `docs/limits.md` are computed from. */
export interface CostFigures {
  readonly measuredAt: string;
  /** Means over the fixtures. */
  readonly message: Amounts;
  readonly text: Amounts;
  readonly status: Amounts;
  /** What the HTTP API logs of one callback. */
  readonly accessLogBytes: number;
  /** How long the bus's archive keeps an event. */
  readonly archiveDays: number;
  readonly fixed: FixedResources;
}

const path = 'test/bench/recorded/cost.json';

export function readCostFigures(): CostFigures {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export function recordCostFigures(figures: CostFigures): void {
  writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
}

export async function toCostFigures(
  measured: readonly MeasuredFixture[],
  now: Date,
): Promise<CostFigures> {
  const resources = await readTemplate();
  const [archive] = resourcesOf(resources, 'AWS::Events::Archive');
  return {
    measuredAt: now.toISOString(),
    message: meanAmounts(messagesOf(measured)),
    text: meanAmounts(textsOf(measured)),
    status: meanAmounts(statusesOf(measured)),
    accessLogBytes: accessLogBytes(resources),
    archiveDays: archive?.Properties?.RetentionDays ?? 0,
    fixed: countFixedResources(resources, providers.length),
  };
}
