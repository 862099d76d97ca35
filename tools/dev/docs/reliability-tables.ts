import type { CrashReport } from '../../../test/simulation/emulator/crash-report.ts';
import { faultKinds } from '../../../test/simulation/faults.ts';
import { type Figures, readFigures } from '../../../test/simulation/figures.ts';
import { rules } from '../../../test/simulation/invariants/rules.ts';
import { mutants } from '../../../test/simulation/mutants.ts';
import { eventTypes, missingIn } from '../../../test/simulation/report.ts';
import { marks } from '../../../test/simulation/tally.ts';
import { CommandError } from '../../command-line/command-error.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/**
 * The page on reliability with the recorded figures and the list of mutants.
 *
 * @throws {CommandError} when the recorded simulation has violations, or did not count everything that
 *   the simulation counts today
 */
export function withReliabilityTables(page: string, figures: Figures = readFigures()): string {
  const { simulation, crash, undisturbed } = figures;
  const missing = missingIn(simulation);
  if (missing.length > 0 || simulation.violations > 0) {
    const problems = [...missing, ...simulation.failingSeeds.map(({ rule }) => rule)];
    throw new CommandError(
      `the recorded simulation has no count of these, or violates them: ${problems.join('; ')}\nrun \`npm run simulate -- --seeds 10000 --record\``,
    );
  }
  return withSections(page, {
    simulation: toSimulationTable(simulation),
    rules: toTable(['rule', 'checked'], toRows(pick(rules, simulation.checks))),
    reached: toTable(
      ['what occurred', 'times'],
      toRows({
        ...toEventRows(pick(eventTypes, simulation.types)),
        ...pick(marks, simulation.marks),
      }),
    ),
    faults: toTable(['fault', 'times'], toRows(pick(faultKinds, simulation.faults))),
    crash: toCrashTable(crash, undisturbed),
    mutants: toTable(
      ['a gateway that …', 'is found by the rule'],
      mutants.map(({ name, rule }) => [name, rule]),
    ),
  });
}

/** The counts of what there is today, in today's order. */
function pick<Key extends string>(
  keys: readonly Key[],
  counts: Readonly<Record<Key, number>>,
): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, counts[key]]));
}

function toEventRows(types: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(types).map(([type, count]) => [`\`${type}\` on the bus`, count]),
  );
}

function toSimulationTable(simulation: Figures['simulation']): string {
  return toTable(
    ['the last full run', ''],
    toRows({
      seeds: simulation.seeds,
      'callbacks sent by providers, each with its retries': simulation.callbacks,
      '= acknowledged': simulation.acknowledged,
      '+ forged or malformed: refused, with no trace in table or bus': simulation.refused,
      '+ genuine, but the provider stopped retrying before it received a 2xx response':
        simulation.abandoned,
      'of the latter, all events reached the bus nevertheless': simulation.abandonedButPublished,
      'of the latter, some or no events did; they were never acknowledged':
        simulation.abandoned - simulation.abandonedButPublished,
      'events on the bus': simulation.published,
      'simulated hours': simulation.simulatedHours,
      'violated rules': simulation.violations,
    }),
  );
}

function toCrashTable(crash: CrashReport, undisturbed: CrashReport): string {
  const withoutKills = toCrashRows(undisturbed);
  return toTable(
    ['the last full runs', 'with kills', 'without'],
    toCrashRows(crash).map(([name, figure], row) => [name, figure, withoutKills[row]?.[1] ?? '']),
  );
}

function toCrashRows(report: CrashReport): ReturnType<typeof toRows> {
  const { kills, responses, balance } = report;
  return toRows({
    'callbacks acknowledged': report.callbacks,
    'messages in them': report.messages,
    'files in them': report.media,
    'bodies for the payload bucket in them, large or unrecognized': report.payloads,
    'gateway killed together with its engines': kills.gateway,
    'dynoxide (DynamoDB) killed alone': kills.dynoxide,
    'fauxqs (S3, SQS) killed alone': kills.fauxqs,
    'connections that broke': responses['0'] ?? 0,
    'responses of 503': responses['503'] ?? 0,
    'messages in the table': balance.inTable,
    'missing in the table': balance.missingInTable,
    'duplicates in the table': balance.twiceInTable,
    'event records to publish': balance.toPublish,
    'distinct events on the bus': balance.onBus,
    'missing on the bus': balance.missingOnBus,
    'more than once on the bus': balance.repeatedOnBus,
    'files stored': balance.mediaStored,
    'files that failed, with a reason': balance.mediaFailed,
    'files without an outcome': balance.mediaWithoutOutcome,
    'files with other bytes': balance.mediaWithOtherBytes,
    'bodies missing or changed in the payload bucket': balance.missingPayloads,
  });
}

function toRows(figures: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  return Object.entries(figures).map(([name, value]) => [name, value.toLocaleString('en-US')]);
}
