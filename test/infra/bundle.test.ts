import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFunctions } from '../../lib/bundling/bundle.ts';
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
    'functions.meta.json',
  ]);
});

it('a function without a handler fails the build, and the error names it', async () => {
  await expect(
    bundleFunctions(repository.root, { fourth: 'functions/fourth/handler.ts' }),
  ).rejects.toThrow('functions/fourth/handler.ts');
});
