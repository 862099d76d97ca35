import { readFileSync, writeFileSync } from 'node:fs';
import { providers } from '../../../functions/providers.ts';
import { countFixedResources, type FixedResources } from './fixed-resources.ts';
import {
  type MeasuredFixture,
  meanAmounts,
  messagesOf,
  statusesOf,
  textsOf,
} from './measured-fixtures.ts';
import type { Amounts } from './usage.ts';

/** What the costs of `docs/limits.md` are computed from. */
export interface CostFigures {
  readonly measuredAt: string;
  /** Means over the fixtures. */
  readonly message: Amounts;
  readonly text: Amounts;
  readonly status: Amounts;
  readonly fixed: FixedResources;
}

const path = 'docs/cost.figures.json';

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
  return {
    measuredAt: now.toISOString(),
    message: meanAmounts(messagesOf(measured)),
    text: meanAmounts(textsOf(measured)),
    status: meanAmounts(statusesOf(measured)),
    fixed: await countFixedResources(providers.length),
  };
}
