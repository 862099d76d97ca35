import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDynoxide } from '../../../tools/emulator/engines/dynoxide.ts';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const [version, ...others] = Object.entries(optionalDependencies)
  .filter(([name]) => name.startsWith('@dynoxide/'))
  .map(([, pinned]) => pinned);

describe('dynoxide', () => {
  it('is pinned to one exact version', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(others.filter((other) => other !== version)).toEqual([]);
  });

  it('is taken from the PATH on a platform without a package', async () => {
    const file = temporaryDirectory();
    writeFileSync(file('dynoxide'), '');
    chmodSync(file('dynoxide'), 0o755);

    const found = await findDynoxide('plan9-arm', ['/nowhere', file('.')].join(path.delimiter));

    expect(path.resolve(found)).toBe(path.resolve(file('dynoxide')));
  });

  it('is never downloaded: without it, one line says what to install', async () => {
    const finding = findDynoxide('plan9-arm', '/nowhere');

    await expect(finding).rejects.toThrow(EmulatorError);
    await expect(finding).rejects.toThrow(
      `is not installed for plan9-arm: put dynoxide ${version} on the PATH (https://github.com/nubo-db/dynoxide), or set AWS_ENDPOINT_URL_DYNAMODB`,
    );
  });
});
