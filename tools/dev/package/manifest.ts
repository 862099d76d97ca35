import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

const rootManifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  engines: z.record(z.string(), z.string()),
  exports: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/** Files that a subscriber may import beside the code. */
const documents = { './asyncapi.json': './asyncapi.json', './schemas/*': './schemas/*' };

/** What a subscriber brings itself: the AWS SDK is in the Lambda runtime, the CDK in its own stack. */
const broughtBySubscriber = /^(@aws-sdk\/|aws-cdk-lib$|constructs$)/;

/**
 * The `package.json` of the built package, made from the repository's. Its dependencies are the
 * packages that the built files import: all of them, and none that only the gateway needs.
 *
 * @throws {Error} when a built file imports a package that the repository does not declare
 */
export function toPackageManifest(root: string, folder: string) {
  const { exports, dependencies, devDependencies, ...rest } = rootManifest.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  );
  const ranges = Object.fromEntries(
    importedPackages(folder).map((name) => {
      const range = dependencies[name] ?? devDependencies[name];
      if (range === undefined)
        throw new Error(`${name} is imported but not listed in package.json`);
      return [name, range];
    }),
  );
  const peers = Object.entries(ranges).filter(([name]) => broughtBySubscriber.test(name));
  const own = Object.entries(ranges).filter(([name]) => !broughtBySubscriber.test(name));
  return {
    ...rest,
    type: 'module',
    sideEffects: false,
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([path, source]) => [
          path,
          { types: source.replace(/\.ts$/, '.d.ts'), default: source.replace(/\.ts$/, '.js') },
        ]),
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
