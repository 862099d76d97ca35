import { describe, expect, it } from 'vitest';
import { toAppManifest } from '../../../tools/init/app-manifest.ts';

const read = (text: string | undefined, folder = 'gateway') =>
  JSON.parse(toAppManifest(text, folder));

describe('the package.json of an app', () => {
  it('is made when there is none, with what the app needs', () => {
    const manifest = read(undefined, 'My Gateway');
    expect(manifest).toMatchObject({
      name: 'my-gateway',
      private: true,
      type: 'module',
      scripts: { start: 'tributary start', test: 'tsc && vitest run' },
    });
    expect(Object.keys(manifest.dependencies)).toEqual([
      'aws-cdk-lib',
      'constructs',
      'tributary-gateway',
    ]);
    expect(Object.keys(manifest.devDependencies)).toEqual([
      '@types/node',
      'aws-cdk',
      'esbuild',
      'fauxqs',
      'tsx',
      'typescript',
      'vitest',
    ]);
    expect(Object.values(manifest.devDependencies)).not.toContain('*');
  });

  it('keeps what its owner has decided', () => {
    const own = {
      name: 'shop',
      license: 'UNLICENSED',
      scripts: { test: 'node --test', deploy: 'cdk deploy' },
      dependencies: { 'tributary-gateway': 'file:../a.tgz' },
      devDependencies: { typescript: '5.9.3', zod: '4.0.0' },
    };
    const manifest = read(JSON.stringify(own));
    expect(manifest).toMatchObject({
      name: 'shop',
      license: 'UNLICENSED',
      scripts: { start: 'tributary start', test: 'node --test', deploy: 'cdk deploy' },
      dependencies: { 'tributary-gateway': 'file:../a.tgz' },
      devDependencies: { typescript: '5.9.3', zod: '4.0.0' },
    });
    expect(Object.keys(manifest).slice(0, 2)).toEqual(['name', 'license']);
  });

  it('gets a test in place of the one that npm init writes', () => {
    const test = 'echo "Error: no test specified" && exit 1';
    expect(read(JSON.stringify({ type: 'commonjs', scripts: { test } }))).toMatchObject({
      type: 'module',
      scripts: { test: 'tsc && vitest run' },
    });
  });

  it.each(['{', '[]', '{"scripts": 1}'])('is refused when npm could not read it: %s', (text) => {
    expect(() => read(text)).toThrow('package.json is not one that npm could read');
  });
});
