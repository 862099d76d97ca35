import { deflateSync } from 'node:zlib';
import { compressRaw } from '../../../shared/stores/raw-json.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { mean, median } from '../statistics.ts';
import { recordCostFigures, toCostFigures } from './figures.ts';
import {
  type MeasuredFixture,
  measureFixtures,
  messagesOf,
  statusesOf,
  textsOf,
} from './measured-fixtures.ts';
import { type Door, deliveryCost, fileCost, floorCost, totalOf } from './model.ts';
import { toMonthlyRows } from './monthly-rows.ts';
import type { Usage } from './usage.ts';

/** DESIGN §7. */
const maxWriteUnits = 3;
const maxDollars = 3.2;

/** What a message whose fact fits into 1 KB would cost if logs and time cost nothing. */
const aim = { what: 'the aim for a fact of 1 KB', dollars: 2.6 };

const floor = 'floor: one write unit, one event, empty functions';

/** (f) What a million messages cost, computed from what the engine and the code are seen to use. */
export const cost: Benchmark = {
  letter: 'f',
  title: 'cost: USD per million deliveries, us-east-1',
  async run({ onProgress, record }) {
    const measured = await measureFixtures(onProgress);
    onProgress('counting alarms, metrics and secrets of the synthesized stack');
    const figures = await toCostFigures(measured, new Date());
    if (record) recordCostFigures(figures);
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
    ...toUsageRows(`${messages.length} messages of all kinds`, messages),
    ...toUsageRows(`${texts.length} text messages`, texts),
    toAimRow(texts),
    ...toUsageRows(`${statuses.length} statuses`, statuses),
    toCompressionRow(messages),
    { what: floor, measured: totalOf(floorCost()), unit: 'USD' },
    { what: 'a mirrored file, beside its message', measured: totalOf(fileCost()), unit: 'USD' },
  ];
}

/** Medians of what one of them uses, and the mean of what it costs: a bill is a sum. */
function toUsageRows(what: string, measured: readonly MeasuredFixture[]): readonly Row[] {
  const medianOf = (of: (usage: Usage) => number) => median(measured.map(({ usage }) => of(usage)));
  const dollars = meanCost(measured, 'function URL');
  return [
    {
      what: `${what}: write units before the answer, median`,
      measured: medianOf(({ ackWriteUnits }) => ackWriteUnits),
      unit: 'units',
      limit: maxWriteUnits,
    },
    {
      what: `${what}: CPU until the answer, the SDK's included, median`,
      measured: medianOf(({ ackCpuMs }) => ackCpuMs),
      unit: 'ms',
    },
    {
      what: `${what}: logged until the answer, median`,
      measured: medianOf(({ ackLogBytes }) => ackLogBytes) / 1000,
      unit: 'KB',
    },
    {
      what: `${what}: by the function URL, mean`,
      measured: dollars,
      unit: 'USD',
      limit: maxDollars,
    },
    {
      what: `${what}: by the function URL, mean, over the floor`,
      measured: dollars,
      unit: 'USD',
      against: floor,
      ratio: dollars / totalOf(floorCost()),
    },
    {
      what: `${what}: by the HTTP API, mean`,
      measured: meanCost(measured, 'HTTP API'),
      unit: 'USD',
    },
  ];
}

/** Half of the texts cost as much or less: those without a second id, whose fact fits into 1 KB. */
function toAimRow(texts: readonly MeasuredFixture[]): Row {
  const dollars = median(texts.map(({ usage }) => totalOf(deliveryCost(usage, 'function URL'))));
  return {
    what: `${texts.length} text messages: by the function URL, median`,
    measured: dollars,
    unit: 'USD',
    against: aim.what,
    ratio: dollars / aim.dollars,
  };
}

function meanCost(measured: readonly MeasuredFixture[], door: Door): number {
  return mean(measured.map(({ usage }) => totalOf(deliveryCost(usage, door))));
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
