import { CommandError } from './command-error.ts';
import { explainInstallation } from './explain-installation.ts';
import { explainUsage } from './explain-usage.ts';

/**
 * Runs a command and sets the exit code of this process: 0 when it is done, 1 when it failed, 2 when
 * it was used in a wrong way. A `CommandError` and what to install are printed as one line, any other
 * error with its stack trace.
 *
 * @param name how the command is run: `npm run golden`
 * @param help how its help is printed, to which a usage error points
 */
export async function runCommand(
  name: string,
  command: () => Promise<0 | 1 | 2>,
  help = `${name} -- --help`,
): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const misuse = explainUsage(error);
    if (misuse !== undefined) {
      console.error(`${misuse}\nsee: ${help}`);
      process.exitCode = 2;
      return;
    }
    const advice = error instanceof CommandError ? error.message : explainInstallation(error);
    console.error(advice ?? error);
    process.exitCode = 1;
  }
}
