import { type AwsClients, createClients } from '../emulator-client/aws-clients.ts';
import type { ResourcePolicies } from './access/resource-policies.ts';
import { runDeliveries } from './event-bridge/deliveries.ts';
import type { EventLog } from './event-bridge/event-log.ts';
import type { EventBridge } from './event-bridge/service.ts';
import { createTargetDelivery } from './event-bridge/targets.ts';
import { type MappingsOptions, startMappings } from './event-sources/start-mappings.ts';

export type BackgroundOptions = Omit<MappingsOptions, 'signal' | 'onError'> & {
  readonly log: EventLog;
  readonly eventBridge: EventBridge;
  readonly resourcePolicies: ResourcePolicies;
  /** Receives a line for each failure. */
  onError(line: string): void;
};

/**
 * Starts the work that needs no request: event source mappings poll their sources, and EventBridge
 * delivers events to targets.
 *
 * @returns a function that stops both; the next start continues with unfinished work
 * @throws {EmulatorError} see {@link startMappings}
 */
export async function startBackground(options: BackgroundOptions): Promise<() => Promise<void>> {
  const { app, log, eventBridge, resourcePolicies, functions, owner, dataFile, now, onError } =
    options;
  const clients = new Map<string, AwsClients>();
  const clientsOf = (accessKeyId: string) => {
    const made = clients.get(accessKeyId) ?? createClients(options.awsEndpoint, accessKeyId);
    clients.set(accessKeyId, made);
    return made;
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const mappings = await startMappings({
    ...options,
    signal,
    onError: (mapping, error) => onError(`${mapping}: ${String(error)}`),
  });
  const deliveries = runDeliveries({
    log,
    eventBridge,
    deliver: createTargetDelivery({
      app,
      forward: eventBridge.forward,
      sqs: owner.sqs,
      functions,
      resourcePolicies,
      clientsOf,
      now,
      onError,
    }),
    cursorFile: dataFile('deliveries.json'),
    signal,
    now,
    onError,
  });
  return async () => {
    stopping.abort();
    await functions.stop();
    await Promise.allSettled([mappings.ended, deliveries]);
  };
}
