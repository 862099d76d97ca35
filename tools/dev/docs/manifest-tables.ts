import { providers } from '../../../functions/providers/registry.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on configuration with what differs from provider to provider. */
export function withConfigurationTables(page: string): string {
  return withSections(page, {
    'channel ids': toTable(
      ['provider', 'key in `channels`', 'the id is'],
      providers.flatMap(({ id, name, channelId }) =>
        channelId === undefined ? [] : [[name, `\`${id}\``, channelId]],
      ),
    ),
    'media apis': toTable(
      ['provider', 'key in `mediaApis`', '`baseUrl`', '`version`'],
      providers.flatMap(({ id, name, mediaAccess: { api } = {} }) =>
        api === undefined
          ? []
          : [
              [
                name,
                `\`${id}\``,
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
