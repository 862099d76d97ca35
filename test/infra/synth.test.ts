import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { coreFunctions } from '../../lib/bundling/bundle-names.ts';
import { localMediaOriginKey } from '../../shared/runtime/environment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let assembly: string;
let printed: string;
let template: { Resources: Record<string, { Type: string }> };

/** No server listens there, so that any use of the network fails immediately. */
const noNetwork = 'http://127.0.0.1:9';

beforeAll(async () => {
  assembly = await mkdtemp(join(tmpdir(), 'assembly-'));
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--output', assembly],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: assembly,
        HTTP_PROXY: noNetwork,
        HTTPS_PROXY: noNetwork,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    },
  );
  printed = stdout + stderr;
  template = JSON.parse(await readFile(join(assembly, 'tributary-prod.template.json'), 'utf8'));
});

afterAll(() => rm(assembly, { recursive: true }));

it('the command line synthesizes the gateway without network, Docker or credentials', () => {
  const functions = Object.values(template.Resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::Function',
  );
  expect(functions).toHaveLength(providers.length + coreFunctions.length);
});

it('the command line prints no line that looks like a fault', () => {
  expect(printed.trim()).toBe('');
});

it('each function is one module, and the template has nothing that is only for the emulator', async () => {
  const assets = (await readdir(assembly)).filter((name) => name.startsWith('asset.'));
  expect(assets).toHaveLength(providers.length + coreFunctions.length);
  for (const asset of assets) {
    expect(await readdir(join(assembly, asset))).toEqual(['index.mjs']);
  }
  expect(JSON.stringify(template)).not.toContain(localMediaOriginKey);
});
