import {
  defineProvider,
  type ProviderCode,
  type ProviderSample,
} from '../../shared/provider/define-provider.ts';
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

/**
 * The test callback of a registered provider.
 *
 * @returns `undefined` when its folder has none
 */
export async function loadSample(id: string): Promise<ProviderSample | undefined> {
  if (!providers.some((each) => each.id === id)) return undefined;
  try {
    return await import(`./${id}/sample.ts`);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
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

/** Node and Vitest say so by a code, a bundle of esbuild by its text. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return code.endsWith('MODULE_NOT_FOUND') || /not found in bundle/.test(error.message);
}
