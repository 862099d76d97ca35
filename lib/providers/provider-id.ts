import { bundleNames } from '../bundling/bundle-names.ts';

/** Names that the gateway gives to its other parts: a provider with one of them would take their place. */
const reservedIds: readonly string[] = Object.values(bundleNames);

/** Why this cannot be the id of a provider; empty when it can. */
export function checkProviderId(id: unknown): readonly string[] {
  if (typeof id === 'string' && /^[a-z0-9][a-z0-9-]{0,30}$/.test(id) && !reservedIds.includes(id)) {
    return [];
  }
  return [
    `the id ${JSON.stringify(id)} of a provider must be 1 to 31 lower-case letters, digits or hyphens, begin with a letter or digit, and not be one of ${reservedIds.join(', ')}`,
  ];
}
