import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { OperatorError } from '../operator-error.ts';
import type { Gateway } from './gateway.ts';

/**
 * The adapter of a provider: that of this checkout, or that of a generic provider with the settings of its
 * function.
 *
 * @throws {OperatorError} for a provider that neither this checkout nor the gateway knows
 */
export async function readProvider(
  gateway: Pick<Gateway, 'functionSettings'>,
  id: string,
): Promise<ProviderAdapter> {
  if (providers.some((manifest) => manifest.id === id)) return loadProvider(id);
  // Only a generic provider needs the template, which needs a further permission.
  const generic = (await gateway.functionSettings()).get(id)?.generic;
  if (generic !== undefined) return createGenericProvider(generic);
  throw new OperatorError(`this version has no provider ${id}`);
}

/** The manifests of the providers that are on, generic ones included. */
export async function readManifests(
  gateway: Pick<Gateway, 'callbacks' | 'functionSettings'>,
): Promise<readonly Manifest[]> {
  const ids = [...gateway.callbacks.keys()];
  return Promise.all(
    ids.map(
      async (id) =>
        providers.find((manifest) => manifest.id === id) ??
        (await readProvider(gateway, id)).manifest,
    ),
  );
}
