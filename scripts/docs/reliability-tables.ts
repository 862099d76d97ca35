import { type Figures, readFigures } from '../../test/simulation/figures.ts';
import { mutants } from '../../test/simulation/mutants.ts';
import { toTable } from './markdown.ts';

/** The page on reliability with its tables, each between `<!-- name -->` and `<!-- /name -->`. */
export function withReliabilityTables(page: string): string {
  const { simulation, crash } = readFigures();
  const tables: Readonly<Record<string, string>> = {
    simulation: toSimulationTable(simulation),
    faults: toTable(['fault', 'times'], toRows(simulation.faults)),
    crash: toCrashTable(crash),
    mutants: mutants.map(({ name }) => `- ${name}`).join('\n'),
  };
  return Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`),
        (_all, open, close) => `${open}\n\n${table}\n\n${close}`,
      ),
    page,
  );
}

function toSimulationTable(simulation: Figures['simulation']): string {
  return toTable(
    ['the last full run', ''],
    toRows({
      seeds: simulation.seeds,
      'callbacks that providers sent, each with its retries': simulation.callbacks,
      'of them acknowledged': simulation.acknowledged,
      'events on the bus': simulation.published,
      'hours that passed in the simulation': simulation.simulatedHours,
      'broken promises': simulation.violations,
    }),
  );
}

function toCrashTable(crash: Figures['crash']): string {
  return toTable(
    ['the last full run', ''],
    toRows({
      'callbacks acknowledged': crash.callbacks,
      'messages in them': crash.messages,
      'kills with SIGKILL': crash.kills,
      'connections that broke': crash.answers['0'] ?? 0,
      'messages in the table': crash.inTable,
      'messages on the bus': crash.onBus,
      'missing in the table': crash.missingInTable,
      'twice in the table': crash.twiceInTable,
      'missing on the bus': crash.missingOnBus,
      'more than once on the bus': crash.repeatedOnBus,
    }),
  );
}

function toRows(figures: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  return Object.entries(figures).map(([name, value]) => [name, value.toLocaleString('en-US')]);
}
