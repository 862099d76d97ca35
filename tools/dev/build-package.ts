/**
 * Builds the package: `npm run build`, then `npm pack ./dist/package`. It contains the modules that its entries
 * import, the bundles of the functions, the CLI, the documentation, and the events' JSON Schemas and AsyncAPI document.
 *
 * `npm run build -- FOLDER` builds it elsewhere.
 */
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { providers } from '../../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { version } from '../../shared/version.ts';
import { projectDirectory as root } from '../project-directory.ts';
import { toAsyncApiDocument } from './docs/asyncapi.ts';
import { toSchemaFiles } from './docs/schema-files.ts';
import { bundleCli, cliFolder } from './package/bundle-cli.ts';
import { compileModules } from './package/compile-modules.ts';
import { readExamples } from './package/examples.ts';
import { listFixtures } from './package/fixtures.ts';
import { toPackageManifest } from './package/manifest.ts';
import { listPages, toReadme } from './package/pages.ts';

const [, , folder = join(root, 'dist', 'package')] = process.argv;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
compileModules(root, folder, version);
await bundleCli(root, folder);
cpSync(join(root, 'tools', 'init', 'templates'), join(folder, cliFolder, 'templates'), {
  recursive: true,
});

const handlers = gatewayHandlers(providers);
const bundleFolder = await bundleFunctions(root, handlers);
for (const name of Object.keys(handlers)) {
  copy(join(bundleFolder(name), 'index.mjs'), join('functions', name, 'index.mjs'));
}
for (const file of listFixtures(root)) copy(join(root, file), file);
for (const file of ['LICENSE', 'CHANGELOG.md']) copy(join(root, file), file);
for (const file of listPages(root)) copy(join(root, file), file);
for (const [file, text] of readExamples(root)) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
writeFileSync(join(folder, 'README.md'), toReadme(root));

writeJson('package.json', toPackageManifest(root, folder));
writeJson('asyncapi.json', toAsyncApiDocument(version));
mkdirSync(join(folder, 'schemas'));
for (const [file, text] of toSchemaFiles()) writeFileSync(join(folder, 'schemas', file), text);
console.log(`built ${folder}: \`npm pack ${folder.replace(root, './')}\` packs it`);

function copy(from: string, to: string): void {
  mkdirSync(dirname(join(folder, to)), { recursive: true });
  copyFileSync(from, join(folder, to));
}

function writeJson(file: string, content: object): void {
  writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
}
