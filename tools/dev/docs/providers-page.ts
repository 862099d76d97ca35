import { providers } from '../../../functions/providers/registry.ts';
import type { Feed, Manifest } from '../../../shared/provider/manifest.ts';
import { readFixtures } from '../fixtures.ts';
import { generatedNote, toTable } from './markdown.ts';

/** `docs/providers.md`: what each provider sends, what it becomes, and the fixtures that show it. */
export function toProvidersPage(): string {
  return [
    '# Providers',
    generatedNote,
    toProviderTable('../'),
    ...providers.flatMap((manifest) => [
      `## ${manifest.name}`,
      `Documentation: ${manifest.documentation.site}, read on ${manifest.documentation.readOn}. Quirks and configuration: [functions/${manifest.id}/README.md](../functions/${manifest.id}/README.md).`,
      toTable(
        ['provider event', 'becomes', 'fixtures', 'note'],
        manifest.feeds.map((feed) => [
          `\`${feed.name}\``,
          toTypes(feed),
          fixturesOf(manifest, feed).join(', '),
          feed.note ?? '',
        ]),
      ),
    ]),
  ].join('\n\n');
}

/**
 * One row a provider; the README has it too.
 *
 * @param toRoot what leads from the page to the root of the repository: `''` or `'../'`
 */
export function toProviderTable(toRoot: string): string {
  return toTable(
    ['provider', 'id', 'callbacks', 'proof of origin'],
    providers.map(({ name, id, feeds, proves }) => [
      `[${name}](${toRoot}functions/providers/${id}/README.md)`,
      `\`${id}\``,
      feeds.map((feed) => `\`${feed.name}\``).join(' '),
      ['token in the URL', ...proves].join(', '),
    ]),
  );
}

/** Names of the fixtures that are of this feed: `<feed>` or `<feed>.<variation>`. */
export function fixturesOf(manifest: Manifest, feed: Feed): readonly string[] {
  return readFixtures(manifest.id)
    .map(({ name }) => name)
    .filter((name) => name === feed.name || name.startsWith(`${feed.name}.`))
    .map((name) => (name === feed.name ? '(plain)' : name.slice(feed.name.length + 1)));
}

function toTypes(feed: Feed): string {
  return feed.events.map((type) => `\`${type}\``).join(' ');
}
