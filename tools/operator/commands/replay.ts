import { readDialects } from '../aws/adapters.ts';
import { readMessageFacts } from '../aws/message-records.ts';
import { openStores, type Stores } from '../aws/open-stores.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { providerIds } from '../known-values.ts';
import { UsageError } from '../operator-error.ts';
import { createPace } from '../pace.ts';
import { createProgress } from '../progress.ts';
import { factSourceOptions, openFactSource } from '../record-source/open-record-source.ts';
import type { FactSource } from '../record-source/record-source.ts';
import { createReadingCounter, describeReadings } from '../replay/count-readings.ts';
import { replayFact } from '../replay/replay-record.ts';
import { type EventFact, type FactSelection, isSelected } from '../replay/select-records.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

const defaultRate = 100;

export const replay = defineCommand({
  name: 'replay',
  summary: 'publish facts again, as today’s code reads their raw JSON',
  details: `Facts go out by the ordinary outbox, with the ids that they had and "replayed": true. What was
quarantined and is understood now becomes ordinary facts. A run that ended early goes on with --run
and publishes nothing twice. An export only says which facts there were: what goes out is the fact as it
is in the table now, and what was erased since stays away.`,
  writes: true,
  options: {
    ...timeRangeOptions,
    message: { type: 'string', value: 'ID', help: 'the facts of this message instead of a range' },
    provider: {
      type: 'string',
      value: 'ID',
      oneOf: providerIds,
      help: 'only facts of this provider',
    },
    rate: { type: 'string', value: 'N', help: `facts a second at most; default ${defaultRate}` },
    run: { type: 'string', value: 'NAME', help: 'goes on with the run of this name' },
    ...factSourceOptions,
  },
  async run(values, _names, context) {
    const rate = Number(values.rate ?? defaultRate);
    if (!(rate > 0)) throw new UsageError('--rate is a number above 0');
    const { message, provider } = values;
    const range = message === undefined ? readTimeRange(values, context.now()) : undefined;
    const stores = await openStores(context);
    const run = values.run ?? context.now().toISOString();
    if (context.isConfirmed) context.output.progress(`run ${run}`);
    const counter = createReadingCounter();
    const replayOne = await createReplay({ run, rate }, stores, counter, context);
    const selection = { range, provider };
    if (message === undefined) {
      const source = await openFactSource(values, stores, context);
      await replayRange(selection, replayOne, source, stores, context);
    } else {
      const facts = await readMessageFacts(stores.table, message, provider);
      for (const fact of facts) if (isSelected(fact, selection)) await replayOne(fact);
    }
    const counts = counter.counts();
    const verb = context.isConfirmed ? 'went out again' : 'would go out again; --yes does it';
    context.output.print(
      { run, dryRun: !context.isConfirmed, ...counts },
      [`${counts.facts} facts ${verb}`, describeReadings(counts)].join('\n'),
    );
    return 0;
  },
});

type ReplayOne = (fact: EventFact) => Promise<void>;

async function createReplay(
  { run, rate }: { readonly run: string; readonly rate: number },
  { gateway, table, vault }: Stores,
  counter: ReturnType<typeof createReadingCounter>,
  context: CommandContext,
): Promise<ReplayOne> {
  const ports = { vault, dialectOf: await readDialects(gateway), unlist: table.unlist };
  const settings = { run, isDryRun: !context.isConfirmed, onlyUnderstood: false };
  const pace = createPace(rate, context);
  return async (fact) => {
    if (context.isConfirmed) await pace();
    counter.add(await replayFact(fact, settings, ports));
  };
}

async function replayRange(
  selection: FactSelection,
  replayOne: ReplayOne,
  source: FactSource,
  { table }: Stores,
  { output, now }: CommandContext,
): Promise<void> {
  const count = createProgress(output, now, (replayed) => `${replayed} facts replayed`);
  await source.read(async (facts) => {
    for (const found of facts) {
      if (!isSelected(found, selection)) continue;
      const fact = source.asOf === undefined ? found : await table.fact(found.key);
      if (fact === undefined || !isSelected(fact, selection)) continue;
      await replayOne(fact);
      count(1);
    }
  });
}
