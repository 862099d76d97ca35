import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import { commonStatuses } from '../../../shared/provider/values/message-status.ts';

/** The part of the contract suite about what a manifest says. */
export function describeManifest(manifest: Manifest): void {
  describe('the manifest', () => {
    it('says where the owner finds each value that the secret needs', () => {
      const { signature, mediaAccess, secretFields = {} } = manifest;
      const needed = [
        ...(signature ? ['signingKeys'] : []),
        ...(mediaAccess ? ['accessToken'] : []),
        ...(mediaAccess?.authorization === 'basic' ? ['accessUser'] : []),
      ];
      const optional = ['verifyToken', 'headers'];
      const known = Object.keys(secretFields).filter((field) => !optional.includes(field));
      expect(known.sort(), 'keys of secretFields').toEqual(needed.sort());
    });

    it('names each provider event once', () => {
      const names = manifest.providerEvents.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    });

    it('has no event for a provider event that is ignored', () => {
      const ignored = manifest.providerEvents.filter((event) => event.ignored !== undefined);
      expect(ignored.flatMap(({ events }) => events)).toEqual([]);
    });

    it('has only words for a status that are not common, in lower case', () => {
      const words = Object.keys(manifest.statusWords ?? {});
      expect(words.filter((word) => Object.hasOwn(commonStatuses, word))).toEqual([]);
      expect(words).toEqual(words.map((word) => word.toLowerCase()));
    });
  });
}
