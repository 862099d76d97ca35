import { vi } from 'vitest';
import type { AlarmedGateway } from '../alarmed-gateway.ts';
import type { Ran } from '../operated-gateway.ts';
import { commandsFor } from '../runbook-page.ts';

/** What a scenario works with, besides the gateway. */
export interface Stage extends AlarmedGateway {
  /**
   * Runs the command of the alarm's section of the runbook that begins so.
   *
   * @param filledIn what stands in the place of the page's examples
   * @param aheadMs how much later the operator looks
   */
  readonly follow: (
    beginning: string,
    filledIn?: Readonly<Record<string, string>>,
    aheadMs?: number,
  ) => Promise<Ran>;
}

/** Breaks one thing, sees its alarm raised, follows the page and sees it mended. */
export type Scenario = (stage: Stage) => Promise<void>;

/** Scenarios by the kind of their alarm. */
export type Scenarios = Readonly<Record<string, Scenario>>;

/** Plays a scenario. @returns commands of the page that nobody followed */
export async function play(
  kind: string,
  scenario: Scenario,
  alarmed: AlarmedGateway,
): Promise<readonly string[]> {
  const commands = commandsFor(kind);
  const followed = new Set<string>();
  alarmed.cloudWatch.startPeriod();
  await scenario({
    ...alarmed,
    follow: (beginning, filledIn = {}, aheadMs = 0) => {
      const command = commands.find((each) => each.startsWith(beginning));
      if (command === undefined) throw new Error(`${kind}: the page has no command ${beginning}`);
      followed.add(command);
      const words = command.split(' ').map((word) => filledIn[word] ?? word);
      return alarmed.gateway.tributaryLater(aheadMs, words);
    },
  });
  return commands.filter((command) => !followed.has(command));
}

/** What `doctor` found of one thing. */
export function findingOf({ results }: Ran, check: string): Record<string, unknown> | undefined {
  return results.find((finding) => finding.check === check);
}

/** Waits until a check holds, as long as a busy machine may take. */
export function eventually(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000 });
}
