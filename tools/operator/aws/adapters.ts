import type { FactStore } from '../../../functions/callback/ports.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { createDynamoDbFactStore } from '../../../shared/table/dynamodb-event-store.ts';
import { OperatorError } from '../operator-error.ts';
import type { Dialect } from '../replay/adapter.ts';
import type { Gateway } from './gateway.ts';

/** How a provider's JSON is read and stored in this gateway. */
export interface DeployedDialect extends Dialect {
  readonly facts: FactStore;
}

/**
 * Today's code of each provider, with the channels and the retention of its deployed function.
 *
 * @throws {OperatorError} for a provider that the stack or this checkout no longer has
 */
export async function readDialects(
  gateway: Gateway,
): Promise<(provider: string) => Promise<DeployedDialect>> {
  const settings = await gateway.functionSettings();
  const loaded = new Map<string, Promise<DeployedDialect>>();
  return (provider) => {
    const known = loaded.get(provider) ?? load(provider);
    loaded.set(provider, known);
    return known;
  };

  async function load(provider: string): Promise<DeployedDialect> {
    const configured = settings.get(provider);
    if (configured === undefined) {
      throw new OperatorError(
        `${gateway.name} has facts of ${provider}, which is off: turn it on, or leave it out with --provider`,
      );
    }
    return {
      provider: await loadProvider(provider),
      channels: configured.channels,
      facts: createDynamoDbFactStore(gateway.clients.dynamodb, {
        tableName: gateway.resources.eventsTable,
        retentionDays: configured.retentionDays,
      }),
    };
  }
}
