import { deflateSync } from 'node:zlib';
import { compressRaw } from '../../../shared/table/raw-json.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { mean, median } from '../statistics.ts';
import { recordCostFigures, toCostFigures } from './figures.ts';
import { measureItemsBeside } from './items-beside.ts';
import { measureLinks } from './links.ts';
import {
  type MeasuredFixture,
  measureFixtures,
  messagesOf,
  statusesOf,
  textsOf,
} from './measured-fixtures.ts';
import {
  type Cost,
  callbackCost,
  durationPerMillion,
  type Endpoint,
  endpoints,
  fileCost,
  floorCost,
  type StackSettings,
  totalOf,
  totalUntilBus,
} from './model.ts';
import { fixedCost, smallGateway } from './monthly.ts';
import { toMonthlyRows } from './monthly-rows.ts';
import { fixedResourcesOf } from './presets.ts';
import type { Usage } from './usage.ts';

/** Limits for one message. */
const maxWriteUnits = 3;
const maxDollars = 3.2;

/** What a message should cost when its event record fits into 1 KB. A target, not a limit. */
const target = { what: 'the target for an event record of 1 KB', dollars: 2.6 };

const floor = 'floor: one write unit, one event, empty functions';

/** (f) The cost of a million callbacks, computed from the measured usage of the engine and the code. */
export const cost: Benchmark = {
  letter: 'f',
  title: 'cost: USD per million callbacks, us-east-1',
  async run({ onProgress, record }) {
    const measured = await measureFixtures(onProgress);
    onProgress('reading the synthesized stack');
    const figures = await toCostFigures(measured, new Date());
    if (record) recordCostFigures(figures);
    const { preset, providers } = smallGateway;
    const fixed = fixedCost(fixedResourcesOf(preset, providers)).usual;
    onProgress('storing links between names of users');
    const links = await measureLinks();
    onProgress('storing items beside events');
    const beside = await measureItemsBeside();
    return [...toRows(measured, figures), ...links, ...beside, ...toMonthlyRows(figures, fixed)];
  },
};

function toRows(measured: readonly MeasuredFixture[], stack: StackSettings): readonly Row[] {
  const [messages, texts, statuses] = [
    messagesOf(measured),
    textsOf(measured),
    statusesOf(measured),
  ];
  return [
    {
      what: 'AWS calls before the response, one event',
      measured: Math.max(...measured.map(({ usage }) => usage.ackCalls)),
      unit: 'calls',
      limit: 1,
    },
    ...toUsageRows(`${messages.length} messages of all kinds`, messages, stack),
    ...toUsageRows(`${texts.length} text messages`, texts, stack),
    ...toTargetRows(texts, stack),
    ...toUsageRows(`${statuses.length} statuses`, statuses, stack),
    toCompressionRow(messages),
    { what: floor, measured: totalOf(floorCost()), unit: 'USD' },
    {
      what: 'a mirrored file, in addition to its message',
      measured: totalOf(fileCost(stack)),
      unit: 'USD',
    },
    {
      what: 'one more millisecond of a callback function',
      measured: durationPerMillion(1),
      unit: 'USD',
    },
    ...measured.flatMap((fixture) => toFixtureRows(fixture, stack)),
  ];
}

/** The median usage and the mean cost of one callback. The cost is a mean because a bill is a sum. */
function toUsageRows(
  what: string,
  measured: readonly MeasuredFixture[],
  stack: StackSettings,
): readonly Row[] {
  const medianOf = (of: (usage: Usage) => number) => median(measured.map(({ usage }) => of(usage)));
  const meanOf = (endpoint: Endpoint, total: (cost: Cost) => number) =>
    mean(measured.map(({ usage }) => total(callbackCost(usage, endpoint, stack))));
  const untilBus = meanOf('function URL', totalUntilBus);
  return [
    {
      what: `${what}: write units before the response, median`,
      measured: medianOf(({ ackWriteUnits }) => ackWriteUnits),
      unit: 'units',
      limit: maxWriteUnits,
    },
    {
      what: `${what}: CPU until the response, the SDK included, median`,
      measured: medianOf(({ ackCpuMs }) => ackCpuMs),
      unit: 'ms',
    },
    {
      what: `${what}: logged until the response, median`,
      measured: medianOf(({ ackLogBytes }) => ackLogBytes) / 1000,
      unit: 'KB',
    },
    {
      what: `${what}: until the event is on the bus, through the function URL, mean`,
      measured: untilBus,
      unit: 'USD',
      limit: maxDollars,
    },
    {
      what: `${what}: the same, over the floor`,
      measured: untilBus,
      unit: 'USD',
      against: floor,
      ratio: untilBus / totalOf(floorCost()),
    },
    {
      what: `${what}: with the archive of the bus, through the function URL, mean`,
      measured: meanOf('function URL', totalOf),
      unit: 'USD',
    },
    {
      what: `${what}: with the archive of the bus, through the HTTP API, mean`,
      measured: meanOf('HTTP API', totalOf),
      unit: 'USD',
    },
  ];
}

/** Half of the text messages cost this or less: those with one id, whose event record fits into 1 KB. */
function toTargetRows(texts: readonly MeasuredFixture[], stack: StackSettings): readonly Row[] {
  const medianOf = (total: (usage: Usage) => number) =>
    median(texts.map(({ usage }) => total(usage)));
  const dollars = medianOf((usage) => untilBusOf(usage, stack));
  const what = `${texts.length} text messages: until the event is on the bus, median`;
  const withoutLine = medianOf((usage) => untilBusOf({ ...usage, ackLogBytes: 0 }, stack));
  return [
    {
      what: `${what}, through the function URL`,
      measured: dollars,
      unit: 'USD',
      against: target.what,
      ratio: dollars / target.dollars,
    },
    { what: `${what}, above the target`, measured: dollars - target.dollars, unit: 'USD' },
    {
      what: `${what}, without the log line`,
      measured: withoutLine,
      unit: 'USD',
      against: target.what,
      ratio: withoutLine / target.dollars,
    },
  ];
}

function untilBusOf(usage: Usage, stack: StackSettings): number {
  return totalUntilBus(callbackCost(usage, 'function URL', stack));
}

function toFixtureRows({ name, usage }: MeasuredFixture, stack: StackSettings): readonly Row[] {
  const row = (how: string, measured: number): Row => ({
    what: `${name}: ${how}`,
    measured,
    unit: 'USD',
    detail: true,
  });
  return [
    row('until the event is on the bus, through the function URL', untilBusOf(usage, stack)),
    ...endpoints.map((endpoint) =>
      row(
        `with the archive of the bus, through the ${endpoint}`,
        totalOf(callbackCost(usage, endpoint, stack)),
      ),
    ),
  ];
}

/** The effect of compressing the raw JSON against its event (ADR 0017). */
function toCompressionRow(messages: readonly MeasuredFixture[]): Row {
  const sizes = messages.map(({ body, usage }) => {
    const detail = JSON.stringify(usage.events[0]?.detail);
    return {
      own: compressRaw(body.toString(), detail).length,
      alone: deflateSync(body).length,
    };
  });
  return {
    what: 'raw JSON on the event record of a message, median',
    measured: median(sizes.map(({ own }) => own)) / 1000,
    unit: 'KB',
    against: 'compressed alone',
    ratio: median(sizes.map(({ own, alone }) => own / alone)),
  };
}
