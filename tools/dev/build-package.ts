/**
 * Builds the package that other teams install: `npm run build`, then `npm pack ./dist/package`. It has
 * what `sdk/` needs and nothing of the gateway.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toPackageManifest } from './package/manifest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist', 'package');

rmSync(folder, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'sdk'],
  { cwd: root, stdio: 'inherit' },
);
writeFileSync(
  join(folder, 'package.json'),
  `${JSON.stringify(toPackageManifest(root, folder), null, 2)}\n`,
);
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
copyFileSync(join(root, 'sdk', 'README.md'), join(folder, 'README.md'));
