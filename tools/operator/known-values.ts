import { providers } from '../../functions/providers/registry.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { UsageError } from '../command-line/command-error.ts';

/** Ids of the providers in this version. */
export const providerIds: readonly string[] = providers.map(({ id }) => id);

/** Every `detail-type` of the contract. */
export const eventTypes: readonly string[] = Object.keys(eventDefinitions);

/** The option `--provider` of a command. */
export function providerOption(help: string) {
  return { type: 'string', value: 'ID', oneOf: providerIds, help } as const;
}

/**
 * Refuses a mistyped name. It would match nothing, so that the command would succeed without doing
 * anything.
 *
 * @throws {UsageError} for an unknown value, with the known values
 */
export function refuseUnknown(what: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new UsageError(`${what}: ${value} is unknown; use one of ${known.join(', ')}`);
}
