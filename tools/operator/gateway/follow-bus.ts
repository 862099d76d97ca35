import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { followDeployedBus } from '../aws/eventbridge-tail.ts';
import type { Output } from '../output.ts';
import { followEmulatorBus } from './follow-emulator-bus.ts';
import type { Gateway } from './gateway.ts';

/** How to follow a bus. */
export interface Following {
  /** Emulator only: whether to begin with the events that are already on the bus. */
  readonly sinceStart?: boolean | undefined;
  /** Names the rule and the queue on AWS: the command. */
  readonly command: string;
  /** Ends the events, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields the events of the gateway's bus as they arrive: on the emulator from its event log, on AWS through a
 * temporary rule and queue.
 */
export function followBus(
  gateway: Gateway,
  { sinceStart = false, command, signal }: Following,
  output: Pick<Output, 'progress'>,
): AsyncIterable<EventEnvelope> {
  const { localOrigin, resources } = gateway;
  return localOrigin === undefined
    ? followDeployedBus(gateway, output, command, signal)
    : followEmulatorBus(localOrigin, resources.eventBus, sinceStart, signal);
}
