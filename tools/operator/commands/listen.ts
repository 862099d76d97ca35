import { UsageError } from '../../command-line/command-error.ts';
import { defineCommand } from '../command.ts';
import { eventSelectionOptions, readCount, readEventSelection } from '../event-selection.ts';
import { followBus } from '../gateway/follow-bus.ts';
import { deliver, type Receiver } from '../listen/delivery.ts';
import { type Delivered, describeDelivered, identityOf } from '../listen/describe-delivered.ts';
import { createHttpReceiver } from '../listen/http-receiver.ts';
import { createProgramReceiver } from '../listen/program-receiver.ts';
import { abortOnInterrupt } from '../verify/interrupt.ts';

const command = 'listen';

export const listen = defineCommand({
  name: command,
  summary: 'pass the events on the bus to a program on this machine as they arrive',
  details: `--forward sends each event to an HTTP endpoint, as JSON in the form in which a rule's target receives it.
--exec runs a command in a shell for each event, with the same JSON on standard input; what it prints goes to standard
error. Events go one after the other. An event is tried up to three times while the receiver is down or responds with
429 or 5xx, and then the next one follows: no event is tried again later. With --json each result is
{"id","type","provider","outcome","attempts","elapsedMs"} with "status", "exitCode" or "problem". Runs until Ctrl-C. On
AWS it creates a rule and a queue, and deletes them at the end. In another terminal, trigger and send cause events.`,
  writes: false,
  options: {
    forward: {
      type: 'string',
      value: 'URL',
      help: 'the endpoint, such as http://localhost:3000/hook',
    },
    header: {
      type: 'string',
      value: 'HEADER',
      multiple: true,
      help: "with --forward: a further header, such as 'X-Tenant: dev'; may be repeated",
    },
    exec: { type: 'string', value: 'COMMAND', help: "the command, such as 'node handle.js'" },
    ...eventSelectionOptions,
    'since-start': {
      type: 'boolean',
      help: 'emulator only: begin with the events that are already on the bus',
    },
    count: { type: 'string', value: 'N', help: 'end after N events' },
  },
  async run(values, _names, { connect, output, waitMs }) {
    const receiver = readReceiver(values);
    const isWanted = readEventSelection(values);
    const count = readCount(values.count);
    const gateway = await connect();
    const interrupt = abortOnInterrupt(() => output.progress('ending; Ctrl-C again ends at once'));
    const { signal } = interrupt;
    const counts = { delivered: 0, failed: 0 };
    let isDown = false;
    try {
      output.progress(`passing the events of ${gateway.name} to ${receiver.name}; Ctrl-C ends it`);
      const following = { command, sinceStart: values['since-start'], signal };
      for await (const event of followBus(gateway, following, output)) {
        if (!isWanted(event)) continue;
        const delivery = await deliver(event, receiver, {
          waitMs,
          clockMs: () => performance.now(),
          signal,
        });
        const delivered: Delivered = { ...identityOf(event), ...delivery };
        output.entry(delivered, describeDelivered);
        counts[delivery.outcome] += 1;
        if (delivery.problem !== undefined && !isDown && !signal.aborted)
          output.progress(
            `${receiver.name} does not respond (${delivery.problem}): start it; later events are tried as they arrive`,
          );
        isDown = delivery.problem !== undefined;
        if (signal.aborted || counts.delivered + counts.failed >= count) break;
      }
    } finally {
      interrupt.stop();
    }
    output.progress(`${counts.delivered} events delivered, ${counts.failed} failed`);
    return counts.failed === 0 ? 0 : 1;
  },
});

type Values = {
  readonly forward?: string | undefined;
  readonly exec?: string | undefined;
  readonly header?: readonly string[] | undefined;
};

/** @throws {UsageError} without a receiver, and for two of them */
function readReceiver({ forward, exec, header }: Values): Receiver {
  if (forward !== undefined && exec !== undefined)
    throw new UsageError('--forward and --exec name two receivers: use one of them');
  if (forward !== undefined) return createHttpReceiver(forward, header);
  if (header !== undefined) throw new UsageError('--header needs --forward');
  if (exec) return createProgramReceiver(exec);
  throw new UsageError('name a receiver with --forward or --exec; tail only prints the events');
}
