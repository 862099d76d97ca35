import { z } from 'zod';
import { stateFile } from '../../emulator-client/state-file.ts';
import type { EventSourceMapping } from './mapping.ts';

/** Polls until the signal aborts, then ends the work that it has begun. */
export type Poll = (signal: AbortSignal) => Promise<void>;

/** A mapping and how it is polled. */
export interface PolledMapping {
  readonly mapping: EventSourceMapping;
  readonly poll: Poll;
}

/** A mapping as Lambda describes it. */
export interface SwitchedMapping {
  readonly mapping: EventSourceMapping;
  readonly isEnabled: boolean;
}

/** What a call changes of a mapping. */
export interface MappingChange {
  readonly isEnabled?: boolean | undefined;
  readonly maxRecordAgeMs?: number | undefined;
}

/** Enables, disables and changes the event source mappings of an app. */
export interface MappingSwitches {
  /**
   * Polls what is enabled, until the signal aborts.
   *
   * @returns once the work of every mapping has ended after the signal
   */
  start(mappings: readonly PolledMapping[], signal: AbortSignal): Promise<void>;
  list(): readonly SwitchedMapping[];
  /** @returns `undefined` for an unknown id */
  set(uuid: string, change: MappingChange): SwitchedMapping | undefined;
}

/**
 * Opens the switches of a data directory. That a mapping is enabled or disabled outlives the process, as it outlives
 * a deployment on AWS; everything else is as its template says at the next start.
 */
export function openMappingSwitches(file: string): MappingSwitches {
  const stored = stateFile(file, (value) => z.record(z.string(), z.boolean()).parse(value));
  let known = stored.read() ?? {};
  const mappings = new Map<string, Switch>();
  const describe = ({ mapping }: PolledMapping): SwitchedMapping => ({
    mapping,
    isEnabled: known[mapping.uuid] ?? mapping.enabled,
  });
  return {
    async start(polled, signal) {
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      for (const each of polled) mappings.set(each.mapping.uuid, createSwitch(each, signal));
      for (const each of mappings.values()) if (describe(each).isEnabled) each.enable();
      if (!signal.aborted) await aborted;
      await Promise.all([...mappings.values()].map(({ ended }) => ended()));
    },
    list: () => [...mappings.values()].map(describe),
    set(uuid, { isEnabled, maxRecordAgeMs }) {
      const found = mappings.get(uuid);
      if (found === undefined) return undefined;
      if (maxRecordAgeMs !== undefined) found.mapping.maxRecordAgeMs = maxRecordAgeMs;
      if (isEnabled === undefined) return describe(found);
      const next = { ...known, [uuid]: isEnabled };
      stored.write(next);
      known = next;
      if (isEnabled) found.enable();
      else found.disable();
      return describe(found);
    },
  };
}

interface Switch extends PolledMapping {
  enable(): void;
  disable(): void;
  /** Settles when everything that was begun has ended. */
  ended(): Promise<unknown>;
}

function createSwitch({ mapping, poll }: PolledMapping, stop: AbortSignal): Switch {
  let running: AbortController | undefined;
  let work: Promise<unknown> = Promise.resolve();
  return {
    mapping,
    poll,
    enable() {
      if (running !== undefined || stop.aborted) return;
      running = new AbortController();
      // A poll that is disabled may still have an invocation to end.
      work = Promise.all([work, poll(AbortSignal.any([stop, running.signal]))]);
    },
    disable() {
      running?.abort();
      running = undefined;
    },
    ended: () => work,
  };
}
