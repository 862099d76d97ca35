import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { projectDirectory } from '../../tools/project-directory.ts';

/**
 * Budgets that do not depend on the machine. Those that do are limits of `npm run bench`; see
 * `docs/performance.md`.
 */
/**
 * Some 170 KB of it is the AWS SDK. 260 KB held until the events of 2026 (payments, calls, groups,
 * standby, history), signatures as data and callbacks with many items: the own code is 95 KB with them.
 */
const maxAckBundleBytes = 280_000;

const names = providers.map(({ id }) => id);
let folderOf: (name: string) => string;
let inputsOf: (name: string) => readonly string[];

beforeAll(async () => {
  folderOf = await bundleFunctions(projectDirectory, gatewayHandlers(providers));
  const metafile = await readFile(path.join(projectDirectory, 'dist/functions.meta.json'), 'utf8');
  const { outputs } = JSON.parse(metafile);
  inputsOf = (name) => Object.keys(outputs[`dist/functions/${name}/index.mjs`].inputs);
});

describe.each(names)('the callback function of %s', (name) => {
  it('stays within its budget of bytes', async () => {
    const { size } = await stat(path.join(folderOf(name), 'index.mjs'));
    expect(size).toBeLessThanOrEqual(maxAckBundleBytes);
  });

  it('loads two AWS clients, no zod and no other provider', () => {
    const inputs = inputsOf(name);
    const clients = inputs.flatMap((input) => /@aws-sdk\/(client-[\w-]+)\//.exec(input)?.[1] ?? []);
    expect(new Set(clients)).toEqual(new Set(['client-dynamodb', 'client-secrets-manager']));
    expect(inputs.filter((input) => input.startsWith('node_modules/zod/'))).toEqual([]);
    const others = names.filter((other) => other !== name);
    expect(
      inputs.filter((input) =>
        others.some((other) => input.startsWith(`functions/providers/${other}/`)),
      ),
    ).toEqual([]);
  });
});
