import { fileURLToPath } from 'node:url';
import { providers } from '../../functions/providers/registry.ts';
import { type Fixture as FolderFixture, readFixtureFolder } from '../provider-testing/fixtures.ts';

export {
  findMistake,
  fixtureReceivedAt,
  normalizeFixture,
  providerEventOf,
} from '../provider-testing/fixtures.ts';

/** A fixture of a registered provider. */
export interface Fixture extends FolderFixture {
  readonly provider: string;
}

/** The folder with the fixtures of a registered provider. */
export function toFixturesFolder(provider: string): string {
  return fileURLToPath(new URL(`../../fixtures/${provider}`, import.meta.url));
}

/** The fixtures of one provider, or of all in the registry, by name. */
export function readFixtures(provider?: string): readonly Fixture[] {
  const ids = provider === undefined ? providers.map(({ id }) => id) : [provider];
  return ids.flatMap((id) =>
    readFixtureFolder(toFixturesFolder(id)).map((fixture) => ({ ...fixture, provider: id })),
  );
}
