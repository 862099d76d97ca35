import { providers } from '../../functions/providers/registry.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { UsageError } from '../command-line/command-error.ts';

/** Ids of the providers that this version has. */
export const providerIds: readonly string[] = providers.map(({ id }) => id);

/** Every `detail-type` of the contract. */
export const eventTypes: readonly string[] = Object.keys(eventDefinitions);

/**
 * Of a name that is mistyped there is nothing: a command that looks for it would end as if all were
 * well.
 *
 * @throws {UsageError} when the value is none of the known ones; names those
 */
export function refuseUnknown(what: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new UsageError(`${what}: ${value} is none of ${known.join(', ')}`);
}
