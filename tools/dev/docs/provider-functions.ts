import { providers } from '../../../functions/providers/registry.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import { toPascalCase } from '../../../shared/runtime/stack-outputs.ts';

/**
 * The module with a function for each provider of the registry (`lib/providers/built-in.ts`). Its options are
 * typed by what the manifest has: only a provider that signs takes `signature`.
 */
export function toProviderFunctions(): string {
  const functions = providers.map((manifest) => ({ manifest, name: toFunctionName(manifest.id) }));
  const used = [...new Set(['ProviderOptions', ...providers.flatMap(optionTypes)])].sort();
  return `// Written by \`npm run docs\`. Change functions/providers/registry.ts or a manifest instead.
${providers
  .map(
    ({ id }, index) =>
      `import { manifest as manifest${index} } from '../../functions/providers/${id}/manifest.ts';`,
  )
  .join('\n')}
import { builtInProvider } from './built-in-provider.ts';
import type {
${[...used, 'GatewayProvider']
  .sort()
  .map((name) => `  ${name},`)
  .join('\n')}
} from './gateway-provider.ts';
${functions
  .map(
    ({ manifest, name }, index) => `
/** Options of {@link ${name}}. */
${toInterface(toTypeName(name), ['ProviderOptions', ...optionTypes(manifest)])}

/** ${manifest.name}. Its id is \`${manifest.id}\`. */
export function ${name}(options: ${toTypeName(name)} = {}): GatewayProvider {
  return builtInProvider(manifest${index}, options);
}
`,
  )
  .join('')}`;
}

/** The module with the ids of the registry, for the types of events (`shared/contract/provider-id.ts`). */
export function toProviderIds(): string {
  return `// Written by \`npm run docs\`. Change functions/providers/registry.ts instead.

/** Ids of the providers that a gateway has an adapter of. */
export const builtInProviders = [
${providers.map(({ id }) => `  '${id}',`).join('\n')}
] as const;

/** Id of a provider: one of those built in, which editors complete, or one of the owner's. */
export type ProviderId = (typeof builtInProviders)[number] | (string & Record<never, never>);
`;
}

/** In the lines that the formatter would write. */
function toInterface(name: string, bases: readonly string[]): string {
  const line = `export interface ${name} extends ${bases.join(', ')} {}`;
  if (line.length <= 100) return line;
  return `export interface ${name}\n  extends ${bases.join(',\n    ')} {}`;
}

function optionTypes({ channelId, signature, mediaAccess }: Manifest): readonly string[] {
  return [
    ...(channelId ? ['ChannelOptions'] : []),
    ...(signature ? ['SignatureOptions'] : []),
    ...(mediaAccess?.api ? ['MediaApiOptions'] : []),
  ];
}

/** The name of a provider's function. `google-rcs` → `googleRcs`. No name begins with digits, so they come last: `360dialog` → `dialog360`. */
export function toFunctionName(id: string): string {
  const [, digits = '', rest = ''] = /^(\d*)-?(.*)$/.exec(id) ?? [];
  const name = toPascalCase(rest);
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}${digits}`;
}

function toTypeName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Options`;
}
