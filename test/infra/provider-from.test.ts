import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { Gateway } from '../../lib/index.ts';
import { readProps } from '../../lib/props/parse-props.ts';
import { type AnyProviderOptions, providerFrom } from '../../lib/providers/index.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
import { inlineCode } from './synthesize.ts';

const root = mkdtempSync(join(tmpdir(), 'provider-from-'));

beforeAll(async () => {
  // The pipeline, which a provider of one's own is bundled with.
  await bundleFunctions(projectDirectory, gatewayHandlers([]));
});

afterAll(() => rmSync(root, { recursive: true }));

/** A folder with the provider of the template, as an adopter has it, with changes of its files. */
function createProvider(name: string, change: Readonly<Record<string, string>> = {}): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const template = join(projectDirectory, 'tools/init/templates/provider');
  for (const file of readdirSync(template).filter((each) => each.endsWith('.ts'))) {
    const text = readFileSync(join(template, file), 'utf8')
      .replace(/'(\.\.\/)+shared\/[^']*'/g, "'tributary-gateway/provider'")
      .replace("id: 'new-provider'", "id: 'parrot'");
    writeFileSync(join(folder, file), change[file] ?? text);
  }
  for (const [file, text] of Object.entries(change)) writeFileSync(join(folder, file), text);
  return folder;
}

const problemsOf = (folder: string | URL, options?: AnyProviderOptions) =>
  readProps({ providers: [providerFrom(folder, options)] }).problems;

/** Synthesizes a gateway with the provider. @returns the folder of its function's code */
function synthesizeWith(folder: string | URL): string {
  const outdir = mkdtempSync(join(root, 'cdk.out-'));
  const app = new App({ outdir });
  // The bundles of the other functions do not matter.
  const provider = providerFrom(folder);
  new Gateway(new Stack(app, 'Messaging'), 'Gateway', {
    providers: [provider],
    code: (name) => (name === 'parrot' ? provider.load().code() : inlineCode(name)),
  });
  app.synth();
  const [asset = ''] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  return join(outdir, asset);
}

describe('a provider of an adopter’s own', () => {
  it('becomes one module with a handler, the same in every build', async () => {
    const folder = createProvider('good');
    const [one, other] = [synthesizeWith(folder), synthesizeWith(pathToFileURL(`${folder}/`))];
    expect(readdirSync(one)).toEqual(['index.mjs']);
    const bundle = readFileSync(join(one, 'index.mjs'));
    expect(bundle.equals(readFileSync(join(other, 'index.mjs')))).toBe(true);
    expect(bundle.toString()).toContain('parrot');
  });

  it('can be in an npm package, also below its root', () => {
    const packages = join(root, 'node_modules/@acme/providers');
    mkdirSync(packages, { recursive: true });
    cpSync(createProvider('published'), join(packages, 'parrot'), { recursive: true });
    const before = process.cwd();
    try {
      process.chdir(createProvider('app/nested'));
      expect(problemsOf('@acme/providers/parrot')).toEqual([]);
      expect(problemsOf('@acme/providers/parakeet')).toEqual([
        expect.stringContaining('which is not installed: install it, or write ./ before a folder'),
      ]);
    } finally {
      process.chdir(before);
    }
  });

  it('takes the options that its manifest has a use for', () => {
    const folder = createProvider('options');
    expect(problemsOf(folder, { silentAfterHours: 6 })).toEqual([]);
    expect(problemsOf(folder, { signature: 'required' })).toEqual([
      expect.stringContaining('parrot.signature changes nothing'),
    ]);
  });

  it('may use values of the seam in its manifest', () => {
    const manifest = readFileSync(join(createProvider('plain'), 'manifest.ts'), 'utf8');
    const folder = createProvider('values', {
      'manifest.ts': `import { rcsStatusWords } from 'tributary-gateway/provider';\n${manifest.replace('success:', 'statusWords: rcsStatusWords,\n  success:')}`,
    });
    expect(problemsOf(folder)).toEqual([]);
    const { definition } = providerFrom(folder).load();
    expect(definition).toHaveProperty('statusWords');
  });
});

describe('what is wrong with it is in the list of problems', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a manifest that exports nothing',
      { 'manifest.ts': 'export {};' },
      'does not export `manifest`',
    ],
    [
      'a manifest without provider events',
      {
        'manifest.ts':
          "export const manifest = { id: 'parrot', name: 'Parrot', methods: ['POST'], success: { status: 200, body: '' } };",
      },
      'manifest.providerEvents must be a list',
    ],
    [
      'the id of another function',
      { 'manifest.ts': "export const manifest = { id: 'publisher' };" },
      'not be one of publisher',
    ],
    [
      'a module that does not build',
      { 'normalize.ts': 'export const normalize = (;' },
      'cannot be bundled',
    ],
    [
      'an import that does not exist',
      { 'normalize.ts': "import { x } from './missing.ts'; export const normalize = x;" },
      './missing.ts',
    ],
    [
      'a manifest that throws',
      { 'manifest.ts': "throw new Error('no key'); export const manifest = {};" },
      'no key',
    ],
  ])('%s', (name, change, named) => {
    expect(problemsOf(createProvider(name, change)).join('\n')).toContain(named);
  });

  it('a folder without its modules, or without ./', () => {
    mkdirSync(join(root, 'empty'));
    expect(problemsOf(join(root, 'empty'))).toEqual([
      expect.stringContaining('needs manifest.ts and normalize.ts'),
    ]);
    expect(problemsOf(join(root, 'nowhere'))).toEqual([
      expect.stringMatching(/names a folder that does not exist, .*nowhere: `npx .*new-provider`/),
    ]);
    expect(problemsOf('docs')).toEqual([expect.stringContaining("write './docs' for the folder")]);
  });

  it('a misspelt folder or package, and suggests the one that was probably meant', () => {
    createProvider('parrots');
    expect(problemsOf(join(root, 'parots'))).toEqual([
      expect.stringMatching(
        /names a folder that does not exist, .*parots: did you mean parrots\?$/,
      ),
    ]);
    expect(problemsOf('constructz')).toEqual([
      expect.stringMatching(/not installed: did you mean constructs\?$/),
    ]);
    expect(problemsOf('doks')).toEqual([expect.stringMatching(/did you mean docs\?$/)]);
  });
});
