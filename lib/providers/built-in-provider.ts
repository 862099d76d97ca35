import type { Manifest } from '../../shared/provider/manifest.ts';
import type { AnyProviderOptions, GatewayProvider } from './gateway-provider.ts';
import { prebuiltCode } from './prebuilt.ts';

/** A provider of the registry, whose bundle the package has. */
export function builtInProvider(
  definition: Manifest,
  options: AnyProviderOptions = {},
): GatewayProvider {
  const { id } = definition;
  return { label: id, options, load: () => ({ definition, code: () => prebuiltCode(id) }) };
}
