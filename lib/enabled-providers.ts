import { type GatewayConfig, genericProvidersOf } from './config.ts';
import { GatewayConfigError } from './gateway-config-error.ts';
import { toGenericProviders } from './generic-providers.ts';
import type { RegisteredProvider } from './registered-provider.ts';

/**
 * The providers of a gateway: those of the registry that are on, and the generic ones.
 *
 * @throws {GatewayConfigError} when the configuration names a provider that the registry does not have, or demands
 *   signatures of one that does not sign
 */
export function enabledProviders(
  config: GatewayConfig,
  registered: readonly RegisteredProvider[],
): readonly RegisteredProvider[] {
  const registeredIds = registered.map(({ id }) => id);
  const generic = toGenericProviders(genericProvidersOf(config), registeredIds);
  const providers = [...registered, ...generic];
  const known = providers.map(({ id }) => id);
  const named = [
    ...[
      config.providers,
      config.channels,
      config.signature,
      config.mediaApis,
      config.silentAfterHours,
    ].flatMap((byProvider) => Object.keys(byProvider)),
    ...Object.values(config.subscribers.teams).flatMap(({ providers = [] }) => providers),
  ];
  for (const id of named) {
    if (!known.includes(id)) {
      throw new GatewayConfigError(
        `it names an unknown provider "${id}"; known are ${known.join(', ')}`,
      );
    }
  }
  const unsigned = providers.find(({ id, signature }) => config.signature[id] && !signature);
  if (unsigned) {
    throw new GatewayConfigError(
      `it has signature.${unsigned.id}, but ${unsigned.name} does not sign its callbacks: remove it`,
    );
  }
  const enabled = providers.filter(({ id }) => config.providers[id] !== false);
  if (enabled.length === 0) throw new GatewayConfigError('it turns every provider off');
  return enabled;
}
