import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { providers } from './registry.ts';

const loaded = new Map<string, Promise<ProviderAdapter>>();

/**
 * The adapter of a registered provider, by its id: for tools and tests that work on any provider.
 * A handler imports its own adapter and nothing else.
 *
 * @throws {Error} when no provider with this id is registered; it names those that are
 */
export async function loadProvider(id: string): Promise<ProviderAdapter> {
  const known = loaded.get(id) ?? load(id);
  loaded.set(id, known);
  return known;
}

async function load(id: string): Promise<ProviderAdapter> {
  if (!providers.some((manifest) => manifest.id === id)) {
    const known = providers.map((manifest) => manifest.id).join(', ');
    throw new Error(`unknown provider "${id}": use one of ${known}`);
  }
  const module: { readonly provider: ProviderAdapter } = await import(`./${id}/index.ts`);
  return module.provider;
}
