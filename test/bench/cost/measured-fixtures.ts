import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { readFixtures } from '../../../tools/dev/fixtures.ts';
import { encodeFixture } from '../../support/encode-fixture.ts';
import { startEventsTable } from '../../support/events-table.ts';
import { mean, median } from '../statistics.ts';
import { type Amounts, createUsageMeter, type Usage } from './usage.ts';

/** The callback of one fixture, with its measured usage. */
export interface MeasuredFixture {
  readonly name: string;
  readonly body: Buffer;
  readonly usage: Usage;
}

const passes = 16;

/** CPU time is the median of the last passes: earlier ones run code that is not optimized yet. */
const warmPasses = 5;

/** Measures every fixture that is acknowledged, on a new table of the engine in each pass. */
export async function measureFixtures(
  onProgress: (line: string) => void,
): Promise<readonly MeasuredFixture[]> {
  const warm: (readonly MeasuredFixture[])[] = [];
  for (let pass = 1; pass <= passes; pass += 1) {
    onProgress(`pass ${pass} of ${passes}: every fixture on a new table, with capacity counted`);
    const measured = await measureOnce();
    if (pass > passes - warmPasses) warm.push(measured);
  }
  const [first = []] = warm;
  return first.map((fixture, at) => {
    const ackCpuMs = median(warm.map((pass) => pass[at]?.usage.ackCpuMs ?? Number.NaN));
    return { ...fixture, usage: { ...fixture.usage, ackCpuMs } };
  });
}

async function measureOnce(): Promise<readonly MeasuredFixture[]> {
  const table = await startEventsTable();
  try {
    const meter = createUsageMeter(table.client, table.tableName);
    const measured: MeasuredFixture[] = [];
    for (const { provider, name, payload } of readFixtures()) {
      if (name.startsWith('invalid.')) continue;
      const adapter = await loadProvider(provider);
      const body = encodeFixture(adapter, payload);
      const usage = await meter.measure(adapter, body);
      // A fixture with the same event as another one costs only what a duplicate costs.
      if (usage.ackCalls === 1) measured.push({ name: `${provider}/${name}`, body, usage });
    }
    return measured;
  } finally {
    await table.stop();
  }
}

export function messagesOf(measured: readonly MeasuredFixture[]): readonly MeasuredFixture[] {
  return measured.filter(({ usage }) => kindOf(usage) !== undefined);
}

export function textsOf(measured: readonly MeasuredFixture[]): readonly MeasuredFixture[] {
  return measured.filter(({ usage }) => kindOf(usage) === 'text');
}

export function statusesOf(measured: readonly MeasuredFixture[]): readonly MeasuredFixture[] {
  return measured.filter(
    ({ usage }) => usage.events[0]?.['detail-type'] === 'message.status.updated',
  );
}

/** The mean of each amount: a bill is a sum. */
export function meanAmounts(measured: readonly MeasuredFixture[]): Amounts {
  const of = (amount: keyof Amounts) => mean(measured.map(({ usage }) => usage[amount]));
  return {
    ackCalls: of('ackCalls'),
    ackCpuMs: of('ackCpuMs'),
    ackWriteUnits: of('ackWriteUnits'),
    aliasWriteUnits: of('aliasWriteUnits'),
    eventChunks: of('eventChunks'),
    eventCount: of('eventCount'),
    eventBytes: of('eventBytes'),
    ackLogBytes: of('ackLogBytes'),
    storedBytes: of('storedBytes'),
  };
}

function kindOf({ events }: Usage): string | undefined {
  const data = events[0]?.detail.data;
  return data !== undefined && 'message' in data ? data.message.content.kind : undefined;
}
