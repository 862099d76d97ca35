import { UsageError } from '../../command-line/command-error.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { OperatorError } from '../operator-error.ts';
import { announceRun } from '../verify/announce-run.ts';
import { describeResults } from '../verify/describe-results.ts';
import { abortOnInterrupt } from '../verify/interrupt.ts';
import { runVerify } from '../verify/run-verify.ts';
import { toRun } from '../verify/test-account.ts';

const defaultSeconds = 300;

export const verify = defineCommand({
  name: 'verify',
  summary: 'prove that a gateway works, with test callbacks to every endpoint',
  details: `Sends to every endpoint what its provider would send: a message of a reserved test account, signed. Follows
it through response, table, bus and media bucket, sends it again, sends it with a wrong token, and sends a
body that is quarantined. Checks the publisher and the metrics of the alarms. Then it erases everything,
also on Ctrl-C; what a killed run has left, the next run erases.

SUBSCRIBERS RECEIVE THE TEST EVENTS. Without --yes the command lists the rules that match them. Run it
before the first subscriber, or after each has excluded the test account (docs/verify.md).

--faults BREAKS THE PUBLISHER for some minutes, and repairs it also on Ctrl-C. Meanwhile events wait, and
those that wait for more than a minute become dead letters, which it publishes. Use it before a gateway has
traffic. It asks for the name of the stack.`,
  writes: true,
  options: {
    faults: {
      type: 'boolean',
      help: 'also break the publisher for some minutes, and see that nothing is lost',
    },
    wait: {
      type: 'string',
      value: 'SECONDS',
      help: `how long to wait for each event, file and metric; default ${defaultSeconds}`,
    },
  },
  async run(values, _names, context) {
    const timeoutMs = readSeconds(values.wait) * 1_000;
    const stores = await openStores(context);
    const run = toRun(context.now());
    const withFaults = values.faults ?? false;
    await announceRun(stores.gateway, run, context);
    if (withFaults) announceFaults(stores.gateway.name, context);
    if (!context.isConfirmed) return 0;
    if (withFaults) await confirmFaults(stores.gateway.name, context);
    const interrupt = abortOnInterrupt(() =>
      context.output.progress(
        'interrupted: waiting for the last responses, then erasing what was sent; Ctrl-C again ends at once',
      ),
    );
    try {
      const settings = { run, timeoutMs, signal: interrupt.signal, withFaults };
      const results = await runVerify(stores, settings, context);
      describeResults(results, stores.gateway, context.output);
      const isFailed = results.some(({ state }) => state === 'failed');
      return isFailed || interrupt.signal.aborted ? 1 : 0;
    } finally {
      interrupt.stop();
    }
  },
});

function announceFaults(name: string, { output }: Pick<CommandContext, 'output'>): void {
  output.progress(
    `--faults stops the publisher of ${name} for some minutes: NO SUBSCRIBER RECEIVES EVENTS in that time`,
  );
}

/** @throws {OperatorError} when the name of the stack is not typed */
async function confirmFaults(
  name: string,
  { readValue }: Pick<CommandContext, 'readValue'>,
): Promise<void> {
  if ((await readValue(`type ${name} to continue`)) === name) return;
  throw new OperatorError('that is not the name of the stack: nothing was sent');
}

function readSeconds(text: string | undefined): number {
  const seconds = Number(text ?? defaultSeconds);
  if (Number.isInteger(seconds) && seconds >= 1) return seconds;
  throw new UsageError('--wait must be a number of seconds from 1');
}
