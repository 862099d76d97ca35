import type { AlarmedGateway } from '../alarmed-gateway.ts';
import type { Fault, FaultyTable } from '../faulty-table.ts';
import type { Ran } from '../operated-gateway.ts';
import { commandsFor } from '../runbook-page.ts';

/** What a scenario works with. */
export interface Stage extends Pick<AlarmedGateway, 'gateway' | 'cloudWatch'> {
  /** Breaks the table for some calls, until the fault is repaired. */
  readonly breakTable: FaultyTable['break'];
  /**
   * Runs the command with this beginning from the alarm's entry in the runbook.
   *
   * @param filledIn replacements for the example values of the page
   * @param aheadMs how far ahead the clock of the command is
   */
  readonly follow: (
    beginning: string,
    filledIn?: Readonly<Record<string, string>>,
    aheadMs?: number,
  ) => Promise<Ran>;
}

/** Breaks one thing, checks that its alarm is raised, follows the page and checks the repair. */
export type Scenario = (stage: Stage) => Promise<void>;

/** Scenarios by the kind of their alarm. */
export type Scenarios = Readonly<Record<string, Scenario>>;

/**
 * Plays a scenario, and repairs what it broke even if it fails.
 *
 * @param heading of the entry in the runbook
 * @returns commands of the page that the scenario did not follow
 */
export async function play(
  heading: string,
  scenario: Scenario,
  alarmed: AlarmedGateway,
): Promise<readonly string[]> {
  const { gateway, table, cloudWatch } = alarmed;
  const commands = commandsFor(heading);
  const followed = new Set<string>();
  const faults: Fault[] = [];
  cloudWatch.startPeriod();
  try {
    await scenario({
      gateway,
      cloudWatch,
      breakTable: (calls, fault) => {
        const broken = table.break(calls, fault);
        faults.push(broken);
        return broken;
      },
      follow: (beginning, filledIn = {}, aheadMs = 0) => {
        const command = commands.find((each) => each.startsWith(beginning));
        if (command === undefined) throw new Error(`${heading} has no command ${beginning}`);
        followed.add(command);
        const words = command.split(' ').map((word) => filledIn[word] ?? word);
        return gateway.tributaryLater(aheadMs, words);
      },
    });
  } finally {
    for (const { repair } of faults) repair();
  }
  return commands.filter((command) => !followed.has(command));
}

/** The result of one check of `doctor`. */
export function findingOf({ results }: Ran, check: string): Record<string, unknown> | undefined {
  return results.find((finding) => finding.check === check);
}
