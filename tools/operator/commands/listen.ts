import { UsageError } from '../../command-line/command-error.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { eventSelectionOptions, readCount, readEventSelection } from '../event-selection.ts';
import { followBus } from '../gateway/follow-bus.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { deliver, type Receiver } from '../listen/delivery.ts';
import { type Delivered, describeDelivered, identityOf } from '../listen/describe-delivered.ts';
import {
  createEventRequests,
  developmentKeys,
  eventFormats,
  readSecret,
} from '../listen/event-request.ts';
import { createHttpReceiver, readEndpoint } from '../listen/http-receiver.ts';
import { createProgramReceiver } from '../listen/program-receiver.ts';
import { abortOnInterrupt } from '../verify/interrupt.ts';

const command = 'listen';

export const listen = defineCommand({
  name: command,
  summary: 'pass the events on the bus to a program on this machine as they arrive',
  details: `--forward posts each event to an HTTP endpoint as an HTTP subscription does, signed by Standard Webhooks with a
secret for development, which is printed at the start and always the same for a gateway. With --format event it posts
what a rule's target receives, without a signature. --exec runs a command in a shell for each event, with that same JSON
on standard input; what it prints goes to standard error. Events go one after the other. An event is tried up to three
times while the receiver is down or responds with 429 or 5xx, and then the next one follows: no event is tried again
later. With --json each result is {"id","type","provider","outcome","attempts","elapsedMs"} with "status", "exitCode" or
"problem", and the first line of the "body" of a response that is not 2xx. Runs until Ctrl-C. On AWS it creates a rule and a queue, and deletes them at the end. In another terminal,
trigger and send cause events.`,
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
    format: {
      type: 'string',
      value: 'FORMAT',
      oneOf: eventFormats,
      help: 'with --forward: webhook (default) or event',
    },
    secret: {
      type: 'string',
      value: 'SECRET',
      help: 'with --forward: sign with this secret, whsec_…; never that of a deployed subscription',
    },
    exec: { type: 'string', value: 'COMMAND', help: "the command, such as 'node handle.js'" },
    ...eventSelectionOptions,
    'since-start': {
      type: 'boolean',
      help: 'emulator only: begin with the events that are already on the bus',
    },
    count: { type: 'string', value: 'N', help: 'end after N events' },
  },
  async run(values, _names, { connect, output, now, waitMs }) {
    const openReceiver = readReceiver(values);
    const isWanted = readEventSelection(values);
    const count = readCount(values.count);
    const gateway = await connect();
    const receiver = openReceiver({ gateway, output, now });
    const interrupt = abortOnInterrupt(() => output.progress('ending; Ctrl-C again ends at once'));
    const { signal } = interrupt;
    const counts = { delivered: 0, failed: 0 };
    let isDown = false;
    let { howToVerify } = receiver;
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
        // What Ctrl-C has cut off is not the receiver's failure.
        if (delivery.outcome === 'delivered' || !signal.aborted) counts[delivery.outcome] += 1;
        if (delivery.problem !== undefined && !isDown && !signal.aborted)
          output.progress(
            `${receiver.name} does not respond (${delivery.problem}): start it; later events are tried as they arrive`,
          );
        isDown = delivery.problem !== undefined;
        if (howToVerify !== undefined && refusals.includes(delivery.status ?? 0)) {
          output.progress(`if ${receiver.name} refuses the signature: ${howToVerify}`);
          howToVerify = undefined;
        }
        if (signal.aborted || counts.delivered + counts.failed >= count) break;
      }
    } finally {
      interrupt.stop();
    }
    const noun = counts.delivered === 1 ? 'event' : 'events';
    output.progress(`${counts.delivered} ${noun} delivered, ${counts.failed} failed`);
    return counts.failed === 0 ? 0 : 1;
  },
});

/** What a receiver responds to an event that it cannot verify. */
const refusals: readonly number[] = [400, 401, 403];

type Values = {
  readonly [name in 'forward' | 'format' | 'secret' | 'exec']?: string | undefined;
} & { readonly header?: readonly string[] | undefined };

type OpenReceiver = (
  context: Pick<CommandContext, 'output' | 'now'> & { readonly gateway: Pick<Gateway, 'name'> },
) => Receiver;

/** @throws {UsageError} without a receiver, and for two of them */
function readReceiver({ forward, exec, header, format, secret }: Values): OpenReceiver {
  if (forward !== undefined && exec !== undefined)
    throw new UsageError('--forward and --exec name two receivers: use one of them');
  if (forward !== undefined) {
    const endpoint = readEndpoint(forward, header);
    const given = secret === undefined ? undefined : readSecret(secret);
    const isSigned = format !== 'event';
    return ({ gateway, output, now }) => {
      const keys = given ?? developmentKeys(gateway);
      if (isSigned && !given) output.progress(`events are signed with ${keys[0]}`);
      const toRequest = createEventRequests(isSigned ? 'webhook' : 'event', keys, now);
      const receiver = createHttpReceiver(endpoint, toRequest);
      const secret = given ? 'that of --secret' : `${keys[0]}, which was printed at the start`;
      return isSigned ? { ...receiver, howToVerify: `its secret has to be ${secret}` } : receiver;
    };
  }
  for (const [name, value] of Object.entries({ header, format, secret }))
    if (value !== undefined) throw new UsageError(`--${name} needs --forward`);
  if (exec) return () => createProgramReceiver(exec);
  throw new UsageError('name a receiver with --forward or --exec; tail only prints the events');
}
