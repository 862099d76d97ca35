import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toSchemaFiles } from '../../tools/dev/docs/schema-files.ts';
import { findContractBreaks } from './schemas/find-contract-breaks.ts';
import { findLastRelease, readReleasedSchemas } from './schemas/released-schemas.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const release = findLastRelease(repository);

if (release === undefined) {
  console.info('no release yet: no schemas to compare with');
}

describe.skipIf(release === undefined)(`the event schemas of ${release ?? 'a release'}`, () => {
  it('still hold; a break needs a new version in shared/contract/versions.ts', () => {
    const released = readReleasedSchemas(repository, String(release));
    const current = new Map(
      [...toSchemaFiles()].map(([file, text]) => [file, JSON.parse(text)] as const),
    );
    expect(released.size).toBeGreaterThan(0);
    expect(findContractBreaks(released, current)).toEqual([]);
  });
});
