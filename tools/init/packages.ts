import repository from '../../package.json' with { type: 'json' };

/** Packages by name, with their ranges. */
export type Packages = Readonly<Record<string, string>>;

/** What an app imports. */
export const dependencies: Packages = {
  [repository.name]: `^${repository.version}`,
  ...pick(repository.devDependencies, ['aws-cdk-lib', 'constructs']),
};

/** What an app is built, tested and run with on a developer's machine. `fauxqs` is an engine of the emulator. */
export const devDependencies: Packages = {
  ...pick(repository.devDependencies, [
    '@types/node',
    'esbuild',
    'fauxqs',
    'tsx',
    'typescript',
    'vitest',
  ]),
  'aws-cdk': `~${repository.devDependencies['aws-cdk']}`,
};

/** The other engine. It is a native program, and not every platform has a package of it. */
export const optionalDependencies: Packages = pick(repository.optionalDependencies, [
  '@dynoxide/linux-x64',
]);

function pick(from: Packages, names: readonly string[]): Packages {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? '*']));
}
