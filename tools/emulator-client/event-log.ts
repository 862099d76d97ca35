import { fetchFromEmulator } from './emulator-pages.ts';
import { emulatorPaths } from './local-urls.ts';

/** An event as EventBridge delivers it to its targets. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** A line of the emulator's event log: an event, its bus and its place in the log, counted from 1. */
export interface LoggedEvent {
  readonly sequence: number;
  readonly bus: string;
  readonly event: EventEnvelope;
}

/** The header with the sequence of the newest event in the log. */
export const lastSequenceHeader = 'tributary-last-sequence';

/**
 * Reads the event log of a running emulator: the events after a sequence, 1,000 at most.
 *
 * @param waitMs how long the emulator waits for the first event when there is none yet, 60,000 at most
 * @throws {EmulatorError} when no emulator responds, or the signal ends the request
 */
export async function readEventLog(
  origin: string,
  since: number,
  waitMs = 0,
  signal?: AbortSignal,
): Promise<readonly LoggedEvent[]> {
  const url = `${origin}${emulatorPaths.events({ since, waitMs })}`;
  const response = await fetchFromEmulator(url, signal);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

/**
 * Reads the sequence of the newest event in the log; 0 when the log is empty.
 *
 * @throws {EmulatorError} when no emulator responds
 */
export async function readLastSequence(origin: string): Promise<number> {
  const { headers } = await fetchFromEmulator(
    `${origin}${emulatorPaths.events({ since: 0, limit: 0 })}`,
  );
  return Number(headers.get(lastSequenceHeader));
}
