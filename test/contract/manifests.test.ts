import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { commonStatusWords } from '../../shared/provider/values/message-status.ts';

describe.each(providers.map((manifest) => [manifest.id, manifest] as const))(
  'the manifest of %s',
  (_id, manifest) => {
    it('says where the owner finds each value that the secret needs', () => {
      const { signature, mediaAccess, secretFields = {} } = manifest;
      const needed = [
        ...(signature ? ['signingKeys'] : []),
        ...(mediaAccess ? ['accessToken'] : []),
        ...(mediaAccess?.authorization === 'basic' ? ['accessUser'] : []),
      ];
      const optional = ['verifyToken', 'headers'];
      const known = Object.keys(secretFields).filter((field) => !optional.includes(field));
      expect(known.sort()).toEqual(needed.sort());
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
      expect(words.filter((word) => Object.hasOwn(commonStatusWords, word))).toEqual([]);
      expect(words).toEqual(words.map((word) => word.toLowerCase()));
    });
  },
);
