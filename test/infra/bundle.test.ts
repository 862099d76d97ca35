import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeBuild, isBuilt } from '../../lib/bundling/built.ts';
import { bundleFunctions, type Handlers } from '../../lib/bundling/bundle.ts';
import { bundleAsset } from '../../lib/bundling/bundle-asset.ts';
import { createTemporaryRepository, type TemporaryRepository } from './temporary-repository.ts';

const handlers = {
  first: 'functions/first/handler.ts',
  second: 'functions/second/handler.ts',
  third: { text: "export { handler } from './functions/first/handler.ts';" },
};

let repository: TemporaryRepository;
let bundleFolder: (name: string) => string;

beforeAll(async () => {
  repository = await createTemporaryRepository({
    first: "export const handler = async () => 'first';",
    // CommonJS dependencies load built-in modules by `require`.
    second:
      "const { basename } = require('node:path'); export const handler = async () => basename('a/b');",
  });
  // What was written a moment before a build may be newer than what the build has read.
  await setTimeout(200);
  bundleFolder = await bundleFunctions(repository.root, handlers);
});

afterAll(() => repository.remove());

async function callBundle(name: string): Promise<unknown> {
  const bundle = await import(pathToFileURL(join(bundleFolder(name), 'index.mjs')).href);
  return bundle.handler();
}

it('each function becomes one ES module that Lambda can import', async () => {
  await expect(callBundle('first')).resolves.toBe('first');
});

it('a bundle may contain CommonJS code that requires built-in modules', async () => {
  await expect(callBundle('second')).resolves.toBe('b');
});

it('a handler may be a text, whose imports are relative to the root', async () => {
  await expect(callBundle('third')).resolves.toBe('first');
});

it('Lambda gets the module without its source map', async () => {
  expect((await readdir(bundleFolder('first'))).sort()).toEqual(['index.mjs', 'index.mjs.map']);
  const outdir = join(repository.root, 'cdk.out');
  const app = new App({ outdir });
  new lambda.Function(new Stack(app, 'Stack'), 'First', {
    code: bundleAsset(bundleFolder('first')),
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
  });
  app.synth();
  const [asset] = (await readdir(outdir)).filter((name) => name.startsWith('asset.'));
  expect(await readdir(join(outdir, String(asset)))).toEqual(['index.mjs']);
});

it('the metafile lists the modules of each bundle', async () => {
  const text = await readFile(join(repository.root, 'dist/functions.meta.json'), 'utf8');
  const { inputs, bytes } = JSON.parse(text).outputs['dist/functions/first/index.mjs'];
  expect(Object.keys(inputs)).toEqual(['functions/first/handler.ts']);
  expect(bytes).toBeGreaterThan(0);
});

it('concurrent builds leave only complete bundles', async () => {
  await Promise.all([1, 2, 3].map(() => bundleFunctions(repository.root, handlers)));
  await expect(callBundle('second')).resolves.toBe('b');
  expect((await readdir(join(repository.root, 'dist'))).sort()).toEqual([
    'functions',
    'functions.built.json',
    'functions.meta.json',
  ]);
});

describe('nothing is built anew', () => {
  const handlerFile = () => join(repository.root, handlers.first);
  const bundleFile = () => join(bundleFolder('first'), 'index.mjs');

  /** Whether the files are written again. */
  async function isBuiltAnew(changed: Handlers = handlers): Promise<boolean> {
    const { mtimeNs: before } = await stat(bundleFile(), { bigint: true });
    await bundleFunctions(repository.root, changed);
    const { mtimeNs: after } = await stat(bundleFile(), { bigint: true });
    return before !== after;
  }

  it('while nothing changes', async () => {
    expect(await isBuiltAnew()).toBe(false);
  });

  it.each<[string, () => Promise<void>]>([
    ['a module', () => appendFile(handlerFile(), '// changed')],
    ['a bundle', () => appendFile(bundleFile(), '// damaged')],
    ['a setting of the compiler', () => writeFile(join(repository.root, 'tsconfig.json'), '{}')],
    ['its record', () => writeFile(join(repository.root, 'dist/functions.built.json'), '{')],
  ])('but for a change of %s', async (_, change) => {
    await change();
    await setTimeout(200);
    expect(await isBuiltAnew()).toBe(true);
    expect(await isBuiltAnew()).toBe(false);
    expect(await readFile(bundleFile(), 'utf8')).not.toContain('damaged');
  });

  it('but for a change of the handlers', async () => {
    expect(await isBuiltAnew({ first: handlers.first })).toBe(true);
    expect(await isBuiltAnew()).toBe(true);
  });

  it('but after an input changed while it was built', () => {
    const { root } = repository;
    const describedFrom = (startedAtMs: number) =>
      describeBuild(root, handlers, [handlerFile()], [bundleFile()], startedAtMs);
    expect(describedFrom(0)).toBeUndefined();
    expect(isBuilt(describedFrom(Number.POSITIVE_INFINITY), handlers)).toBe(true);
  });
});

it('a function without a handler fails the build, and the error names it', async () => {
  await expect(
    bundleFunctions(repository.root, { fourth: 'functions/fourth/handler.ts' }),
  ).rejects.toThrow('functions/fourth/handler.ts');
});
