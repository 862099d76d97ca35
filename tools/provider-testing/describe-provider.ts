import { describe } from 'vitest';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { describeAuthenticity } from './suite/authenticity.ts';
import { describeFixtures } from './suite/fixtures.ts';
import { describeHostileBodies } from './suite/hostile-bodies.ts';
import { describeManifest } from './suite/manifest.ts';

/**
 * The contract suite of a provider: the tests, for Vitest, that every adapter has to pass. Call it at the top
 * level of a test file.
 *
 * - **Manifest**: what it says fits together.
 * - **Fixtures**: each one goes through the real pipeline, encoded and signed as the provider does, is accepted,
 *   and gives the events of its golden, `<name>.expected.json`. Events are valid against their closed schemas;
 *   unknown fields, the order of fields and the time of receipt change neither events nor ids.
 * - **Authenticity**: attacks on the token, the static headers and the signature are refused, and nothing is
 *   stored of them. They are made of a genuine fixture, once it is accepted. Where the suite cannot sign a
 *   fixture as `manifest.signature` says, one test says so, and the attacks are skipped.
 * - **Hostile bodies**: each one gets a documented response, and what is authentic is stored.
 *
 * An adapter that throws fails its tests with the stack of the error.
 *
 * @param adapter made by `defineProvider`
 * @param fixturesFolder path of a folder with `<provider event>.payload.json`,
 *   `<provider event>.<variation>.payload.json` and `invalid.<reason>.payload.json`: the decoded JSON of
 *   callbacks; every provider event has at least one
 * @throws {Error} when the folder does not exist
 */
export function describeProvider(adapter: ProviderAdapter, fixturesFolder: string): void {
  const { id } = adapter.manifest;
  describe(`provider ${id}`, () => {
    describeManifest(adapter.manifest);
    describeFixtures(adapter, fixturesFolder);
    describeAuthenticity(adapter, fixturesFolder);
    describeHostileBodies(adapter);
  });
}
