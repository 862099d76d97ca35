import { spawn } from 'node:child_process';
import type { Attempt, Receiver } from './delivery.ts';
import { explainCause } from './explain-cause.ts';

/** What the program prints goes to standard error: standard output has the results of the command. */
const printed = 2;

/**
 * The program that `--exec` names. A shell runs it once for each event, with the event as JSON on standard input; it
 * has received the event when it ends with 0.
 */
export function createProgramReceiver(command: string): Receiver {
  return {
    name: command,
    receive: (event, signal) =>
      new Promise<Attempt>((resolve) => {
        const program = spawn(command, {
          shell: true,
          signal,
          stdio: ['pipe', printed, printed],
        });
        program.once('error', (error) =>
          resolve({ isAccepted: false, isRetryable: false, problem: explainCause(error) }),
        );
        program.once('close', (code, endedBy) =>
          resolve({
            isAccepted: code === 0,
            // It ran, and may have done a part: the developer decides whether to send the event again.
            isRetryable: false,
            ...(code === null ? { problem: `ended by ${endedBy}` } : { exitCode: code }),
          }),
        );
        // A program need not read the event.
        program.stdin?.on('error', () => {});
        program.stdin?.end(`${JSON.stringify(event)}\n`);
      }),
  };
}
