import { providers } from '../../../functions/providers/registry.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';
import { toFunctionName } from './provider-functions.ts';

/** The page on configuration with what differs from provider to provider. */
export function withConfigurationTables(page: string): string {
  return withSections(page, {
    'channel ids': toTable(
      ['provider', 'function', 'the id is'],
      providers.flatMap(({ id, name, channelId }) =>
        channelId === undefined ? [] : [[name, `\`${toFunctionName(id)}\``, channelId]],
      ),
    ),
    'media apis': toTable(
      ['provider', 'function', '`baseUrl`', '`version`'],
      providers.flatMap(({ id, name, mediaAccess: { api } = {} }) =>
        api === undefined
          ? []
          : [
              [
                name,
                `\`${toFunctionName(id)}\``,
                `\`${api.baseUrl}\``,
                api.version ? `\`${api.version}\`` : 'none',
              ],
            ],
      ),
    ),
  });
}

/** The page on secrets with the values that each provider has. */
export function withSecretTable(page: string): string {
  return withSections(page, {
    'secret fields': toTable(
      ['provider', 'key', 'value'],
      providers.flatMap(({ name, secretFields = {} }) =>
        Object.entries(secretFields).map(([key, value]) => [name, `\`${key}\``, value]),
      ),
    ),
  });
}
