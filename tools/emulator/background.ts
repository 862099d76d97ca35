import type { ResourcePolicies } from './access/resource-policies.ts';
import { runDeliveries } from './event-bridge/deliveries.ts';
import type { EventLog } from './event-bridge/event-log.ts';
import type { EventBridge } from './event-bridge/service.ts';
import { createTargetDelivery } from './event-bridge/targets.ts';
import { type MappingsOptions, startMappings } from './event-sources/start-mappings.ts';

export type BackgroundOptions = Omit<MappingsOptions, 'signal' | 'onTrouble'> & {
  readonly log: EventLog;
  readonly eventBridge: EventBridge;
  readonly resourcePolicies: ResourcePolicies;
  now(): Date;
  /** Told of what does not work at the moment, one line at a time. */
  onTrouble(line: string): void;
};

/**
 * Starts what goes on without a request: event source mappings read their sources, events go to
 * their targets.
 *
 * @returns a function that stops it all; what is not finished is taken up at the next start.
 * @throws {EmulatorError} see {@link startMappings}.
 */
export async function startBackground(options: BackgroundOptions): Promise<() => Promise<void>> {
  const { stack, log, eventBridge, resourcePolicies, functions, owner, dataFile, now, onTrouble } =
    options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const mappings = await startMappings({
    ...options,
    signal,
    onTrouble: (mapping, error) => onTrouble(`${mapping}: ${String(error)}`),
  });
  const deliveries = runDeliveries({
    log,
    eventBridge,
    deliver: createTargetDelivery({ stack, sqs: owner.sqs, functions, resourcePolicies }),
    cursorFile: dataFile('deliveries.json'),
    signal,
    now,
    onTrouble,
  });
  return async () => {
    stopping.abort();
    await functions.stop();
    await Promise.allSettled([mappings.ended, deliveries]);
  };
}
