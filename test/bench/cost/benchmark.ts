import { deflateSync } from 'node:zlib';
import { loadProvider } from '../../../functions/load-provider.ts';
import { readFixtures } from '../../../scripts/fixtures.ts';
import { compressRaw } from '../../../shared/stores/raw-json.ts';
import { startEventsTable } from '../../support/events-table.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { median } from '../statistics.ts';
import { dollarsPerMillion, filePerMillion, floorPerMillion } from './model.ts';
import { createUsageMeter, type Usage } from './usage.ts';

/** DESIGN §7. */
const maxWriteUnits = 3;
const maxDollars = 3.2;

/** If the fact of a message fits into 1 KB. */
const bestDollars = 2.6;

/** The last is reported: the code of the others is not optimized yet. */
const passes = 16;

const floor = 'floor: one write unit, one event, empty functions';

interface Measured {
  readonly name: string;
  readonly body: Buffer;
  readonly usage: Usage;
}

/** (f) What a million messages cost, computed from what the engine and the code are seen to use. */
export const cost: Benchmark = {
  letter: 'f',
  title: 'cost: USD per million deliveries, us-east-1',
  async run({ onProgress }) {
    let measured: readonly Measured[] = [];
    for (let pass = 1; pass <= passes; pass += 1) {
      onProgress(`pass ${pass} of ${passes}: every fixture on a new table, with capacity counted`);
      measured = await measureFixtures();
    }
    return toRows(measured);
  },
};

async function measureFixtures(): Promise<readonly Measured[]> {
  const table = await startEventsTable();
  try {
    const meter = createUsageMeter(table.client, table.tableName);
    const measured: Measured[] = [];
    for (const { provider, name, payload } of readFixtures()) {
      if (name.startsWith('invalid.')) continue;
      const body = Buffer.from(JSON.stringify(JSON.parse(payload)));
      const usage = await meter.measure(await loadProvider(provider), body);
      // A fixture that repeats what another told costs what a repetition costs.
      if (usage.ackCalls === 1) measured.push({ name: `${provider}/${name}`, body, usage });
    }
    return measured;
  } finally {
    await table.stop();
  }
}

function toRows(measured: readonly Measured[]): readonly Row[] {
  const messages = measured.filter(({ usage }) => isMessage(usage));
  const texts = messages.filter(({ usage }) => kindOf(usage) === 'text');
  const statuses = measured.filter(
    ({ usage }) => usage.events[0]?.['detail-type'] === 'message.status.updated',
  );
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
    { what: floor, measured: floorPerMillion(), unit: 'USD' },
    { what: 'a mirrored file, beside its message', measured: filePerMillion(), unit: 'USD' },
  ];
}

function toUsageRows(what: string, measured: readonly Measured[], limit: number): readonly Row[] {
  const medianOf = (of: (usage: Usage) => number) => median(measured.map(({ usage }) => of(usage)));
  const dollars = medianOf((usage) => dollarsPerMillion(usage, 'function URL'));
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
      ratio: dollars / floorPerMillion(),
    },
    {
      what: `${what}: by the HTTP API`,
      measured: medianOf((usage) => dollarsPerMillion(usage, 'HTTP API')),
      unit: 'USD',
    },
  ];
}

/** What compressing the raw JSON against its event saves (ADR 0017). */
function toCompressionRow(messages: readonly Measured[]): Row {
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

function isMessage({ events }: Usage): boolean {
  return events[0]?.detail.data !== undefined && 'message' in events[0].detail.data;
}

function kindOf({ events }: Usage): string | undefined {
  const data = events[0]?.detail.data;
  return data !== undefined && 'message' in data ? data.message.content.kind : undefined;
}
