import type { CrashReport } from '../../../test/simulation/emulator/crash-report.ts';
import { type Figures, readFigures } from '../../../test/simulation/figures.ts';
import { mutants } from '../../../test/simulation/mutants.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on reliability with its tables, each between `<!-- name -->` and `<!-- /name -->`. */
export function withReliabilityTables(page: string): string {
  const { simulation, crash, undisturbed } = readFigures();
  return withSections(page, {
    simulation: toSimulationTable(simulation),
    faults: toTable(['fault', 'times'], toRows(simulation.faults)),
    crash: toCrashTable(crash, undisturbed),
    mutants: mutants.map(({ name }) => `- ${name}`).join('\n'),
  });
}

function toSimulationTable(simulation: Figures['simulation']): string {
  return toTable(
    ['the last full run', ''],
    toRows({
      seeds: simulation.seeds,
      'callbacks that providers sent, each with its retries': simulation.callbacks,
      '= acknowledged': simulation.acknowledged,
      '+ forged or malformed: refused, and nowhere to be found': simulation.refused,
      '+ genuine, but their provider gave up before an answer of 2xx came through':
        simulation.abandoned,
      'of the latter, all of their events came to the bus nevertheless':
        simulation.abandonedButPublished,
      'of the latter, some or none did, and nobody had said that they would':
        simulation.abandoned - simulation.abandonedButPublished,
      'events on the bus': simulation.published,
      'hours that passed in the simulation': simulation.simulatedHours,
      'broken promises': simulation.violations,
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
    'bodies for the payload bucket in them, large or not understood': report.payload,
    'gateway killed, and its engines with it': kills.gateway,
    'dynoxide (DynamoDB) killed alone': kills.dynoxide,
    'fauxqs (S3, SQS) killed alone': kills.fauxqs,
    'connections that broke': responses['0'] ?? 0,
    'answers of 503': responses['503'] ?? 0,
    'messages in the table': balance.inTable,
    'missing in the table': balance.missingInTable,
    'twice in the table': balance.twiceInTable,
    'event records to be published': balance.toPublish,
    'different events on the bus': balance.onBus,
    'missing on the bus': balance.missingOnBus,
    'more than once on the bus': balance.repeatedOnBus,
    'files stored': balance.mediaStored,
    'files given up, with a reason': balance.mediaFailed,
    'files without an end': balance.mediaWithoutOutcome,
    'files with other bytes': balance.mediaWithOtherBytes,
    'bodies that are not in the payload bucket, or not as they were sent': balance.missingPayloads,
  });
}

function toRows(figures: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  return Object.entries(figures).map(([name, value]) => [name, value.toLocaleString('en-US')]);
}
