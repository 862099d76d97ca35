import { isRunName } from '../../../shared/table/sort-key.ts';
import { UsageError } from '../../command-line/command-error.ts';
import type { TableRecord } from '../aws/dynamodb-events-table.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { readAdapters } from '../gateway/read-adapters.ts';
import { readMessage } from '../gateway/read-message.ts';
import { providerOption } from '../known-values.ts';
import { createPace } from '../pace.ts';
import { createProgress } from '../progress.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import type { RecordSource } from '../record-source/record-source.ts';
import {
  createOutcomeCounter,
  describeReplay,
  type OutcomeCounter,
} from '../replay/count-outcomes.ts';
import { replayRecord } from '../replay/replay-record.ts';
import { isSelected, type RecordSelection } from '../replay/select-records.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

const defaultRate = 100;

export const replay = defineCommand({
  name: 'replay',
  summary: 'publish event records again, as today’s adapter reads their raw JSON',
  details: `Publishes event records through the outbox, with their ids and "replayed": true. Quarantined items that
are recognized now become ordinary event records. --run continues a run that was interrupted and publishes
nothing twice. From an export it takes only the keys: it publishes the event records as they are in the
table now, and none that was erased since.`,
  writes: true,
  options: {
    ...timeRangeOptions,
    message: {
      type: 'string',
      value: 'ID',
      help: 'only the event records of this message, instead of a range',
    },
    provider: providerOption('only event records of this provider'),
    rate: {
      type: 'string',
      value: 'N',
      help: `the most event records per second; default ${defaultRate}`,
    },
    run: { type: 'string', value: 'NAME', help: 'continue the run with this name' },
    ...recordSourceOptions,
  },
  async run(values, _names, context) {
    const rate = Number(values.rate ?? defaultRate);
    if (!(rate > 0)) throw new UsageError('--rate must be a number above 0');
    const { message, provider } = values;
    const range = message === undefined ? readTimeRange(values, context.now()) : undefined;
    const run = readRunName(values.run, context);
    const stores = await openStores(context);
    if (context.isConfirmed) context.output.progress(`run ${run}`);
    const counter = createOutcomeCounter();
    const replayOne = await createReplay({ run, rate }, stores, counter, context);
    const selection = { range, provider };
    if (message === undefined) {
      const source = await openRecordSource(values, stores, context);
      await replayRange(selection, replayOne, source, stores, context);
    } else {
      const items = await readMessage(stores.table, message, provider);
      for (const item of items) if (isSelected(item, selection)) await replayOne(item);
    }
    const counts = counter.counts();
    const verb = context.isConfirmed
      ? 'published again'
      : 'would be published again; add --yes to publish them';
    context.output.print(
      { run, dryRun: !context.isConfirmed, ...counts },
      counts.records === 0
        ? 'nothing to publish'
        : `${counts.records} event records ${verb}:\n${describeReplay(counts)}`,
    );
    return 0;
  },
});

/** @throws {UsageError} for a name that cannot be part of a key */
function readRunName(name: string | undefined, { now }: Pick<CommandContext, 'now'>): string {
  if (name === undefined) return now().toISOString();
  if (isRunName(name)) return name;
  throw new UsageError('--run: use at most 256 bytes, without #, % and control characters');
}

type ReplayOne = (record: TableRecord) => Promise<void>;

async function createReplay(
  { run, rate }: { readonly run: string; readonly rate: number },
  { gateway, table, payloads }: Stores,
  counter: OutcomeCounter,
  context: CommandContext,
): Promise<ReplayOne> {
  const { releaseFromQuarantine } = table;
  const ports = { payloads, adapterOf: await readAdapters(gateway), releaseFromQuarantine };
  const settings = { run, isDryRun: !context.isConfirmed, onlyRecognized: false };
  const pace = createPace(rate, context);
  return async (record) => {
    if (context.isConfirmed) await pace();
    counter.add(await replayRecord(record, settings, ports));
  };
}

async function replayRange(
  selection: RecordSelection,
  replayOne: ReplayOne,
  source: RecordSource,
  { table }: Stores,
  { output, now }: CommandContext,
): Promise<void> {
  const count = createProgress(output, now, (replayed) => `${replayed} event records replayed`);
  await source.read(async (items) => {
    for (const found of items) {
      if (!isSelected(found, selection)) continue;
      const item = source.asOf === undefined ? found : await table.read(found.key);
      if (item === undefined || !isSelected(item, selection)) continue;
      await replayOne(item);
      count(1);
    }
  });
}
