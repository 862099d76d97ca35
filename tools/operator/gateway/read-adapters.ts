import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import type { EventStore } from '../../../shared/table/event-store.ts';
import { OperatorError } from '../operator-error.ts';
import type { ConfiguredAdapter } from '../replay/read-again.ts';
import type { Gateway } from './gateway.ts';
import { readProvider } from './read-providers.ts';

/** The adapter of a provider as this gateway runs it, with the store for its event records. */
export interface DeployedAdapter extends ConfiguredAdapter {
  readonly records: EventStore;
}

/**
 * Loads the adapter of a provider with the channels and the retention of its deployed function.
 *
 * @throws {OperatorError} for a provider that the stack no longer has, or of which there is no adapter here
 */
export async function readAdapters(
  gateway: Gateway,
): Promise<(provider: string) => Promise<DeployedAdapter>> {
  const settings = await gateway.functionSettings();
  const loaded = new Map<string, Promise<DeployedAdapter>>();
  return (provider) => {
    const known = loaded.get(provider) ?? load(provider);
    loaded.set(provider, known);
    return known;
  };

  async function load(provider: string): Promise<DeployedAdapter> {
    const configured = settings.get(provider);
    if (configured === undefined) {
      throw new OperatorError(
        `${gateway.name} has event records of ${provider}, but that provider is off: turn it on, or exclude it with --provider`,
      );
    }
    return {
      provider: configured.generic
        ? createGenericProvider(configured.generic)
        : await readProvider(gateway, provider),
      channels: configured.channels,
      records: createDynamoDbEventStore(gateway.clients.dynamodb, {
        tableName: gateway.resources.eventsTable,
        retentionDays: configured.retentionDays,
      }),
    };
  }
}
