import { deflateSync } from 'node:zlib';
import { compressRaw } from '../../../shared/stores/raw-json.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { toCostFigures } from './figures.ts';
import {
  type MeasuredFixture,
  measureFixtures,
  messagesOf,
  statusesOf,
  textsOf,
} from './measured-fixtures.ts';
import { deliveryCost, fileCost, floorCost, totalOf } from './model.ts';
import { toMonthlyRows } from './monthly-rows.ts';
import type { Usage } from './usage.ts';

/** DESIGN §7. */
const maxWriteUnits = 3;
const maxDollars = 3.2;

/** If the fact of a message fits into 1 KB. */
const bestDollars = 2.6;

const floor = 'floor: one write unit, one event, empty functions';

/** (f) What a million messages cost, computed from what the engine and the code are seen to use. */
export const cost: Benchmark = {
  letter: 'f',
  title: 'cost: USD per million deliveries, us-east-1',
  async run({ onProgress }) {
    const measured = await measureFixtures(onProgress);
    onProgress('counting alarms, metrics and secrets of the synthesized stack');
    const figures = await toCostFigures(measured, new Date());
    return [...toRows(measured), ...toMonthlyRows(figures)];
  },
};

function toRows(measured: readonly MeasuredFixture[]): readonly Row[] {
  const [messages, texts, statuses] = [
    messagesOf(measured),
    textsOf(measured),
    statusesOf(measured),
  ];
  return [
    {
      what: 'AWS calls before the answer, one event',
      measured: Math.max(...measured.map(({ usage }) => usage.ackCalls)),
      unit: 'calls',
      limit: 1,
    },
    ...toUsageRows(`median of ${messages.length} messages of all kinds`, messages, maxDollars),
    ...toUsageRows(`median of ${texts.length} text messages`, texts, bestDollars),
    ...toUsageRows(`median of ${statuses.length} statuses`, statuses, bestDollars),
    toCompressionRow(messages),
    { what: floor, measured: totalOf(floorCost()), unit: 'USD' },
    { what: 'a mirrored file, beside its message', measured: totalOf(fileCost()), unit: 'USD' },
  ];
}

function toUsageRows(
  what: string,
  measured: readonly MeasuredFixture[],
  limit: number,
): readonly Row[] {
  const medianOf = (of: (usage: Usage) => number) => median(measured.map(({ usage }) => of(usage)));
  const dollars = medianOf((usage) => totalOf(deliveryCost(usage, 'function URL')));
  return [
    {
      what: `${what}: write units before the answer`,
      measured: medianOf(({ ackWriteUnits }) => ackWriteUnits),
      unit: 'units',
      limit: maxWriteUnits,
    },
    {
      what: `${what}: CPU until the answer, the SDK's included`,
      measured: medianOf(({ ackCpuMs }) => ackCpuMs),
      unit: 'ms',
    },
    {
      what: `${what}: logged until the answer`,
      measured: medianOf(({ ackLogBytes }) => ackLogBytes) / 1000,
      unit: 'KB',
    },
    { what: `${what}: by the function URL`, measured: dollars, unit: 'USD', limit },
    {
      what: `${what}: by the function URL, over the floor`,
      measured: dollars,
      unit: 'USD',
      against: floor,
      ratio: dollars / totalOf(floorCost()),
    },
    {
      what: `${what}: by the HTTP API`,
      measured: medianOf((usage) => totalOf(deliveryCost(usage, 'HTTP API'))),
      unit: 'USD',
    },
  ];
}

/** What compressing the raw JSON against its event saves (ADR 0017). */
function toCompressionRow(messages: readonly MeasuredFixture[]): Row {
  const sizes = messages.map(({ body, usage }) => {
    const detail = JSON.stringify(usage.events[0]?.detail);
    return {
      own: compressRaw(body.toString(), detail).length,
      alone: deflateSync(body).length,
    };
  });
  return {
    what: 'raw JSON on the fact of a message, median',
    measured: median(sizes.map(({ own }) => own)) / 1000,
    unit: 'KB',
    against: 'compressed alone',
    ratio: median(sizes.map(({ own, alone }) => own / alone)),
  };
}
