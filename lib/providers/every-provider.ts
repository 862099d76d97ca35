import { providers } from '../../functions/providers/registry.ts';
import { builtInProvider } from './built-in-provider.ts';
import type { AnyProviderOptions, GatewayProvider } from './gateway-provider.ts';

/**
 * Every provider of the registry: for this repository's own app and its tests. An adopter names the providers
 * that it has a contract with, because each costs a function, a secret and alarms.
 *
 * @param options by provider id
 */
export function everyProvider(
  options: Readonly<Record<string, AnyProviderOptions>> = {},
): readonly GatewayProvider[] {
  return providers.map((manifest) => builtInProvider(manifest, options[manifest.id]));
}
