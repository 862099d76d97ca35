import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { cliFolder } from './bundle-cli.ts';
import { modulesFolder } from './compile-modules.ts';

const versions = z.record(z.string(), z.string());

const rootManifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  engines: versions,
  exports: versions,
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
});

/** Files that an adopter may import beside the code. */
const documents = {
  './asyncapi.json': './asyncapi.json',
  './schemas/*': './schemas/*',
  './package.json': './package.json',
};

/** What an adopter brings where its code needs it, so that the rest installs without. */
const broughtByAdopter = /^(@aws-sdk\/|aws-cdk-lib$|constructs$)/;

/**
 * What an adopter brings for one part of the package only, in any version that this part works with:
 * `describeProvider` runs on vitest, `providerFrom` bundles with esbuild, `start` runs the engines of the emulator,
 * and tsx the app that `init` writes.
 */
const rangesOfTools: Readonly<Record<string, string>> = {
  vitest: '>=3',
  esbuild: '>=0.25',
  tsx: '^4',
  fauxqs: '^2.4.1',
};

/** The engine for DynamoDB, a package for each platform. */
const dynoxide = '@dynoxide/';

/**
 * The `package.json` of the built package, made from the repository's. Its dependencies are the packages that the
 * built modules import: all of them, and none that only the CLI and the functions need, which are bundled.
 *
 * @throws {Error} when a module imports a package that the repository does not declare
 */
export function toPackageManifest(root: string, folder: string) {
  const { exports, dependencies, devDependencies, optionalDependencies, ...rest } =
    rootManifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const declared = { ...optionalDependencies, ...devDependencies, ...dependencies };
  const ranges = importedPackages(join(folder, modulesFolder)).map((name) => {
    const range = declared[name];
    if (range === undefined) throw new Error(`${name} is imported but not listed in package.json`);
    return [name, range] as const;
  });
  const engines = Object.entries(declared)
    .filter(([name]) => name.startsWith(dynoxide))
    .map(([name, version]) => [name, `^${version}`] as const);
  const peers = [
    ...ranges.filter(([name]) => broughtByAdopter.test(name)),
    ...Object.entries(rangesOfTools),
    ...engines,
  ];
  const own = ranges.filter(([name]) => !broughtByAdopter.test(name) && !(name in rangesOfTools));
  const bin = `./${cliFolder}/tributary.js`;
  return {
    ...rest,
    keywords: ['aws', 'cdk', 'whatsapp', 'rcs', 'webhooks', 'messaging', 'eventbridge'],
    type: 'module',
    sideEffects: false,
    bin: { [rest.name]: bin, tributary: bin },
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([path, source]) => {
          const built = source.replace('./', `./${modulesFolder}/`);
          return [
            path,
            { types: built.replace(/\.ts$/, '.d.ts'), default: built.replace(/\.ts$/, '.js') },
          ];
        }),
      ),
      ...documents,
    },
    dependencies: Object.fromEntries(own),
    peerDependencies: Object.fromEntries(peers),
    peerDependenciesMeta: Object.fromEntries(peers.map(([name]) => [name, { optional: true }])),
  };
}

/** The names of the packages that code and declarations in a folder import. */
function importedPackages(folder: string): readonly string[] {
  const specifiers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|d\.ts)$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/(?:\bfrom |\bimport\()(['"])(.+?)\1/g),
    ])
    .map(([, , specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier));
  return [...new Set(specifiers.map(toPackageName))].sort();
}

/** `@aws-sdk/client-s3`, `zod/mini` → `zod`. */
function toPackageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
