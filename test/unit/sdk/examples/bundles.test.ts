import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const examples = readdirSync('sdk/examples', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('/handler.ts'),
);

it('finds five examples with a function', () => {
  expect(examples).toHaveLength(5);
});

it.each(examples)('sdk/examples/%s bundles as a Lambda function, without the CDK', async (file) => {
  const { metafile } = await build({
    entryPoints: [`sdk/examples/${file}`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['@aws-sdk/*'],
    metafile: true,
    outdir: 'unwritten',
  });
  const [output] = Object.values(metafile.outputs);
  expect(output?.exports).toEqual(['handler']);
  expect(Object.keys(metafile.inputs).filter((path) => path.includes('aws-cdk-lib'))).toEqual([]);
});
