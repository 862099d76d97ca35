/**
 * Builds the package that other teams install: `npm run build`, then `npm pack ./dist/package`. It
 * contains the SDK with the modules that it imports, the events' JSON Schemas and their AsyncAPI
 * document, and nothing of the gateway.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toAsyncApiDocument } from './docs/asyncapi.ts';
import { toSchemaFiles } from './docs/schema-files.ts';
import { toPackageManifest } from './package/manifest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist', 'package');

rmSync(folder, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'sdk'],
  { cwd: root, stdio: 'inherit' },
);
const manifest = toPackageManifest(root, folder);
writeJson('package.json', manifest);
writeJson('asyncapi.json', toAsyncApiDocument(manifest.version));
mkdirSync(join(folder, 'schemas'));
for (const [file, text] of toSchemaFiles()) writeFileSync(join(folder, 'schemas', file), text);
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
copyFileSync(join(root, 'sdk', 'README.md'), join(folder, 'README.md'));
console.log('wrote dist/package');

function writeJson(file: string, content: object): void {
  writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
}
