import { expect, it } from 'vitest';
import { explainInstallation } from '../../../tools/command-line/explain-installation.ts';

/** The error that Node.js itself throws for this import. */
const importing = (specifier: string) => import(specifier).catch((error: unknown) => error);

const withCode = (code: string, message: string) => Object.assign(new Error(message), { code });

it('names the package to install, and the versions that work', () => {
  const missing = withCode('ERR_MODULE_NOT_FOUND', "Cannot find package 'fauxqs' imported from /x");
  expect(explainInstallation(missing)).toMatch(/fauxqs.*npm install --save-dev "fauxqs@\^\d/);
});

it('names the Node.js that is needed, and the one that runs', async () => {
  const old = withCode('ERR_UNKNOWN_BUILTIN_MODULE', 'No such built-in module: node:sqlite');
  expect(explainInstallation(old)).toContain(process.versions.node);
  expect(explainInstallation(await importing('node:of-a-later-version'))).toMatch(/Node\.js >=\d/);
});

it('leaves alone what no installation mends', async () => {
  // A mistake in this program, or a package that only the code of the app knows.
  expect(explainInstallation(await importing('./missing.ts'))).toBeUndefined();
  expect(explainInstallation(await importing('a-package-of-the-app'))).toBeUndefined();
  expect(explainInstallation(new Error('x'))).toBeUndefined();
});
