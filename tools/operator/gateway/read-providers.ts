import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import { providers } from '../../../functions/providers/registry.ts';
import type { ProviderSample } from '../../../shared/provider/define-provider.ts';
import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import {
  hasOwnProvider,
  loadOwnProvider,
  providersFolder,
} from '../../own-provider/load-own-provider.ts';
import { OperatorError } from '../operator-error.ts';
import type { Gateway } from './gateway.ts';

/**
 * The adapter of a provider: that of this version, that of the app in the working directory (`providers/<id>`), or
 * that of a generic provider with the settings of its function.
 *
 * @throws {OperatorError} for a provider that none of them knows
 */
export async function readProvider(
  gateway: Pick<Gateway, 'functionSettings'>,
  id: string,
): Promise<ProviderAdapter> {
  if (providers.some((manifest) => manifest.id === id)) return loadProvider(id);
  const own = await loadOwnProvider(id);
  if (own !== undefined) return own.adapter;
  // Only a generic provider needs the template, which needs a further permission.
  const generic = (await gateway.functionSettings()).get(id)?.generic;
  if (generic !== undefined) return createGenericProvider(generic);
  throw new OperatorError(
    `this version has no provider ${id}: for one of your own, go to the folder of your app with ${providersFolder}/${id}`,
  );
}

/** Whether there is an adapter of the provider here. */
export async function isKnownProvider(
  gateway: Pick<Gateway, 'functionSettings'>,
  id: string,
): Promise<boolean> {
  if (providers.some((manifest) => manifest.id === id) || hasOwnProvider(id)) return true;
  return (await gateway.functionSettings()).get(id)?.generic !== undefined;
}

/** What `verify` sends in the name of the provider; `undefined` when its folder has no sample. */
export async function readSample(id: string): Promise<ProviderSample | undefined> {
  return (await loadSample(id)) ?? (await loadOwnProvider(id))?.sample;
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
