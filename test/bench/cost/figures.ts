import { readFileSync, writeFileSync } from 'node:fs';
import { accessLogBytes } from './access-log.ts';
import {
  type MeasuredFixture,
  meanAmounts,
  messagesOf,
  statusesOf,
  textsOf,
} from './measured-fixtures.ts';
import { readTemplate, resourcesOf } from './template.ts';
import type { Amounts } from './usage.ts';

/** The figures from which the costs of `docs/limits.md` are computed. */
export interface CostFigures {
  /** UTC day: `2026-11-21`. */
  readonly measuredOn: string;
  /** Means over the fixtures. */
  readonly message: Amounts;
  readonly text: Amounts;
  readonly status: Amounts;
  /** Bytes that the HTTP API logs for one callback. */
  readonly accessLogBytes: number;
  /** Days for which the archive of the bus keeps an event. */
  readonly archiveDays: number;
}

const path = 'test/bench/recorded/cost.json';

export function readCostFigures(): CostFigures {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Records the figures with six digits: the costs of 10,000 messages a second print five of them. */
export function recordCostFigures(figures: CostFigures): void {
  const toSixDigits = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  writeFileSync(path, `${JSON.stringify(figures, toSixDigits, 2)}\n`);
}

export async function toCostFigures(
  measured: readonly MeasuredFixture[],
  now: Date,
): Promise<CostFigures> {
  const resources = await readTemplate();
  const [archive] = resourcesOf(resources, 'AWS::Events::Archive');
  return {
    measuredOn: now.toISOString().slice(0, 10),
    message: meanAmounts(messagesOf(measured)),
    text: meanAmounts(textsOf(measured)),
    status: meanAmounts(statusesOf(measured)),
    accessLogBytes: accessLogBytes(resources),
    archiveDays: archive?.Properties?.RetentionDays ?? 0,
  };
}
