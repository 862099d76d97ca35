import { providers } from '../../functions/providers/registry.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { findNearest } from '../../shared/nearest-word.ts';
import { UsageError } from '../command-line/command-error.ts';
import type { Gateway } from './gateway/gateway.ts';

/** Ids of the providers that this version has an adapter for. */
export const providerIds: readonly string[] = providers.map(({ id }) => id);

/** Every `detail-type` of the contract. */
export const eventTypes: readonly string[] = Object.keys(eventDefinitions);

/** The option `--provider` of a command. Its value is checked when the command connects to a gateway. */
export function providerOption(help: string) {
  return { type: 'string', value: 'ID', help } as const;
}

/**
 * Refuses the id of a provider that has no adapter, and that the gateway does not have either.
 *
 * @throws {UsageError} for an unknown id, with the known ones
 */
export function refuseUnknownProvider(id: string, { callbacks }: Pick<Gateway, 'callbacks'>): void {
  refuseUnknown('--provider', id, [...new Set([...providerIds, ...callbacks.keys()])]);
}

/**
 * Refuses a mistyped name. It would match nothing, so that the command would succeed without doing
 * anything.
 *
 * @throws {UsageError} for an unknown value, with the known values
 */
export function refuseUnknown(what: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  const nearest = findNearest(value, known);
  const question = nearest === undefined ? ';' : `: did you mean ${nearest}?`;
  throw new UsageError(`${what}: ${value} is unknown${question} use one of ${known.join(', ')}`);
}
