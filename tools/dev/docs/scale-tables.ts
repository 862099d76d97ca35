import { type CostFigures, readCostFigures } from '../../../test/bench/cost/figures.ts';
import { publisherRates } from '../../../test/bench/publisher/rates.ts';
import { type CatchingUp, catchUp } from '../../../test/bench/scale/catching-up.ts';
import { brokenBy, byShare, publisherRateOf, usesOf } from '../../../test/bench/scale/limits.ts';
import { type Load, needsOf, steady } from '../../../test/bench/scale/load.ts';
import { quotas } from '../../../test/bench/scale/quotas.ts';
import {
  busyPartition,
  loads,
  outageRates,
  outageSeconds,
} from '../../../test/bench/scale/scenarios.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on limits with the tables of the model of scale. */
export function withScaleTables(page: string): string {
  const figures = readCostFigures();
  return withSections(page, {
    'scale-first': toTable(
      ['load', 'breaks first', 'what lifts it', 'then'],
      loads.map((load) => toFirstRow(load, figures)),
    ),
    'scale-limits': toLimitTable(figures),
    'scale-outage': toTable(
      ['after an hour without the bus', 'event records that wait', 'level again after'],
      toOutageRows(figures),
    ),
    'scale-sources': toSources(),
  });
}

/** What a load breaks, the largest share of its limit first. */
function toFirstRow(load: Load, figures: CostFigures): readonly string[] {
  const [first, ...others] = brokenBy(load, figures);
  if (first !== undefined) {
    return [load.what, first.what, first.lift, others.map(({ what }) => what).join('; ')];
  }
  const [next] = byShare(usesOf(load, figures));
  const share = Math.round(((next?.used ?? 0) / (next?.limit ?? 1)) * 100);
  return [load.what, 'nothing', '', `nearest: ${next?.what}, ${share} %`];
}

/** What each load takes of each limit. */
function toLimitTable(figures: CostFigures): string {
  const columns = loads.map((load) => usesOf(load, figures));
  const [first = []] = columns;
  return toTable(
    ['per second', ...loads.map(({ what }) => what.split(':')[0] ?? ''), 'what lifts it'],
    first.map(({ what, lift }, row) => [
      what,
      ...columns.map((uses) => {
        const { used, limit } = uses[row] ?? { used: 0, limit: 0 };
        const text = `${toNumber(used)} of ${toNumber(limit)}`;
        return used > limit ? `**${text}**` : text;
      }),
      lift,
    ]),
  );
}

function toOutageRows(figures: CostFigures): readonly (readonly string[])[] {
  const partition = {
    seconds: outageSeconds,
    shards: 1,
    eventsPerSecond: busyPartition * quotas.partitionUnits.value,
  };
  const row = (what: string, { waiting, seconds }: CatchingUp) => [
    what,
    toNumber(waiting),
    toDuration(seconds),
  ];
  return [
    ...outageRates.map((rate) => {
      const load = steady(rate);
      const needs = needsOf(load, figures);
      const { shards, eventsPerSecond } = needs;
      const outage = { seconds: outageSeconds, shards, eventsPerSecond };
      return row(load.what, catchUp({ ...outage, publisherRate: publisherRateOf(needs, 'usual') }));
    }),
    row(
      `a shard at ${busyPartition * 100} % of its partition’s write units`,
      catchUp({ ...partition, publisherRate: publisherRates.usual }),
    ),
    row(
      'the same, while AWS responds slowly',
      catchUp({ ...partition, publisherRate: publisherRates.slow }),
    ),
  ];
}

function toSources(): string {
  const days = [...new Set(Object.values(quotas).map(({ readOn }) => readOn))].toSorted();
  const sources = [...new Set(Object.values(quotas).map(({ source }) => source))];
  const links = sources.map((source, index) => `[${index + 1}](${source})`).join(', ');
  return `AWS’s limits are its defaults in us-east-1, read on ${days.join(' and ')}: ${links}.`;
}

function toNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

function toDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'never';
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  return seconds < 7_200
    ? `${Math.ceil(seconds / 60)} minutes`
    : `${(seconds / 3_600).toFixed(1)} hours`;
}
