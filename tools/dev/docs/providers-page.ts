import { providers } from '../../../functions/providers/registry.ts';
import type { Manifest, ProviderEvent } from '../../../shared/provider/manifest.ts';
import { commonStatusWords } from '../../../shared/provider/values/common-status-words.ts';
import type { StatusWords } from '../../../shared/provider/values/message-status.ts';
import { providerEventOf, readFixtures } from '../fixtures.ts';
import { generatedNote, toAnchor, toTable } from './markdown.ts';
import { toSeamChapter } from './seam-tables.ts';

/** `docs/providers.md`: the provider events of each provider, their events and their fixtures. */
export function toProvidersPage(): string {
  return [
    '# Providers',
    generatedNote,
    toProviderTable('../'),
    ...toSeamChapter(),
    '## Words for the status of a message',
    'Every provider has its own words for the status of a message. These mean the same at every provider, in small or capital letters; the sections below have the other words. `data.providerStatus` is the word of the provider, where it differs. An item with any other word is quarantined, because a guess could report a wrong status.',
    toStatusTable(commonStatusWords),
    ...providers.flatMap((manifest) => [
      `## ${manifest.name}`,
      `Documentation: ${manifest.documentation.site}, read on ${manifest.documentation.readOn}. Quirks and configuration: [functions/providers/${manifest.id}/README.md](../functions/providers/${manifest.id}/README.md).`,
      toTable(
        ['provider event', 'becomes', 'fixtures', 'note'],
        manifest.providerEvents.map((providerEvent) => [
          `\`${providerEvent.name}\``,
          toBecomes(providerEvent),
          fixturesOf(manifest, providerEvent).join(', '),
          providerEvent.ignored ?? providerEvent.note ?? '',
        ]),
      ),
      ...(manifest.statusWords
        ? ['Words for the status of a message:', toStatusTable(manifest.statusWords)]
        : []),
    ]),
  ].join('\n\n');
}

/**
 * The table of providers, one row each, on this page and in the README.
 *
 * @param toRoot the path from the page to the root of the repository: `''` or `'../'`
 */
export function toProviderTable(toRoot: string): string {
  return toTable(
    ['provider', 'id', 'provider events', 'proof of origin'],
    providers.map(({ name, id, providerEvents, secretFields, signature }) => [
      `[${name}](${toRoot}functions/providers/${id}/README.md)`,
      `\`${id}\``,
      `[${providerEvents.length}](${toRoot === '' ? 'docs/providers.md' : ''}#${toAnchor(name)})`,
      [
        'token in the URL',
        ...(secretFields?.headers ? ['static headers'] : []),
        ...(signature ? ['signature'] : []),
      ].join(', '),
    ]),
  );
}

/** Names of the fixtures of a provider event: `<providerEvent>` or `<providerEvent>.<variation>`. */
function fixturesOf(manifest: Manifest, providerEvent: ProviderEvent): readonly string[] {
  return readFixtures(manifest.id)
    .map(({ name }) => name)
    .filter((name) => providerEventOf(manifest, name) === providerEvent.name)
    .map((name) =>
      name === providerEvent.name ? '(plain)' : name.slice(providerEvent.name.length + 1),
    );
}

function toBecomes({ events, ignored }: ProviderEvent): string {
  if (events.length === 0) return ignored === undefined ? 'unmapped' : 'ignored';
  return events.map((type) => `\`${type}\``).join(' ');
}

function toStatusTable(words: StatusWords): string {
  return toTable(
    ['word', 'status', 'because'],
    Object.entries(words).map(([word, { status, because }]) => [
      `\`${word}\``,
      `\`${status}\``,
      because,
    ]),
  );
}
