import { defineProvider, type ProviderCode } from '../../shared/provider/define-provider.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { providers } from './registry.ts';

const loaded = new Map<string, Promise<ProviderAdapter>>();

/**
 * The adapter of a registered provider, by its id: for tools and tests that work on any provider.
 * A function loads its own adapter only: `lib/bundling` writes its handler.
 *
 * @throws {Error} when no provider with this id is registered; it names those that are
 */
export async function loadProvider(id: string): Promise<ProviderAdapter> {
  const known = loaded.get(id) ?? load(id);
  loaded.set(id, known);
  return known;
}

async function load(id: string): Promise<ProviderAdapter> {
  const manifest = providers.find((each) => each.id === id);
  if (manifest === undefined) {
    const known = providers.map((each) => each.id).join(', ');
    throw new Error(`unknown provider "${id}": use one of ${known}`);
  }
  const code: ProviderCode = await import(`./${id}/normalize.ts`);
  return defineProvider(manifest, code);
}
