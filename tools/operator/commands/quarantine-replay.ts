import { UsageError } from '../../command-line/command-error.ts';
import { type CommandContext, defineCommand, type OptionValues } from '../command.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { readAdapters } from '../gateway/read-adapters.ts';
import { providerOption } from '../known-values.ts';
import { createOutcomeCounter, describeRelease } from '../replay/count-outcomes.ts';
import { readQuarantinedRecord } from '../replay/quarantined-record.ts';
import { readQuarantine } from '../replay/read-quarantine.ts';
import { type ReplayResult, replayRecord } from '../replay/replay-record.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

const options = {
  ...timeRangeOptions,
  provider: providerOption('only of this provider'),
} as const;

export const quarantineReplay = defineCommand({
  name: 'quarantine replay',
  arguments: '[<pk> …]',
  summary: 'publish unrecognized items that are recognized now',
  details: `Takes items by pk, or a range with --from. Items that today's adapter recognizes become ordinary event
records, are published and leave the list; the others stay. A message of an unknown kind that is known now
is published again with "replayed": true; run \`media retry\` to mirror its files.`,
  writes: true,
  options,
  async run(values, names, context) {
    const stores = await openStores(context);
    const pks = names.length > 0 ? names : await listPks(values, stores, context);
    const { gateway, table, payloads } = stores;
    const { releaseFromQuarantine } = table;
    const ports = { payloads, adapterOf: await readAdapters(gateway), releaseFromQuarantine };
    const run = context.now().toISOString();
    const settings = { run, isDryRun: !context.isConfirmed, onlyRecognized: true };
    const counter = createOutcomeCounter();
    for (const pk of pks) {
      const replayed = await replayRecord(await readQuarantinedRecord(table, pk), settings, ports);
      counter.add(replayed);
      context.output.progress(`${pk} ${describe(replayed)}`);
    }
    const counts = counter.counts();
    const verb = context.isConfirmed
      ? 'published'
      : 'would be published; add --yes to publish them';
    const total = counts.stored === 0 ? 'nothing to publish' : `${counts.stored} events ${verb}`;
    context.output.print(
      { run, dryRun: !context.isConfirmed, ...counts },
      counts.records === 0
        ? total
        : `${total}; of ${counts.records} items:\n${describeRelease(counts)}`,
    );
    return 0;
  },
});

async function listPks(
  values: OptionValues<typeof options>,
  { table }: Stores,
  { now }: CommandContext,
): Promise<readonly string[]> {
  if (values.from === undefined) throw new UsageError('name items by pk, or a range with --from');
  const range = readTimeRange(values, now());
  const records = await readQuarantine(table, { range, provider: values.provider });
  return records.map(({ key }) => key.pk);
}

function describe({ outcome, records, unrecognized }: ReplayResult): string {
  if (unrecognized === undefined) return `${outcome}: ${records} events`;
  return [outcome, unrecognized.reason, unrecognized.path, unrecognized.problem]
    .filter(Boolean)
    .join(' ');
}
