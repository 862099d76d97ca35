import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Step, type Walk, walks } from '../support/adding-a-provider-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that are generated or downloaded. */
const notSources = ['node_modules', 'dist', 'cdk.out'];

/** Hidden files that Biome and npm read. */
const hidden = ['.gitignore', '.npmrc'];

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-provider-'));
  for (const name of readdirSync(root)) {
    const isSource = name.startsWith('.') ? hidden.includes(name) : !notSources.includes(name);
    if (isSource) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true }));

describe('docs/adding-a-provider.md', () => {
  it('adds three providers: JSON, a signed timestamp with files, and a form', () => {
    expect(walks.map(({ id }) => id)).toEqual(['parrot', 'heron', 'magpie']);
    const textOf = ({ steps }: Walk) => steps.map(({ text }) => text).join('');
    const [json = '', timestamped = '', form = ''] = walks.map(textOf);
    expect(json).not.toMatch(/signature: |codec/);
    expect(timestamped).toMatch(/\{timestamp\}.*mediaAccess: /s);
    expect(form).toMatch(/'url', 'form fields'.*formCodec/s);
  });

  it.each(walks)('begins $id with its folder, and ends with its tests', ({ id, steps }) => {
    const [first, ...others] = steps;
    expect(first).toMatchObject({ kind: 'sh', text: expect.stringContaining(`-- ${id} --name`) });
    const lastCommands = others.findLast(({ kind }) => kind === 'sh')?.text ?? '';
    expect(lastCommands).toContain(`-t 'provider ${id}'`);
    expect(lastCommands).toContain('npm run check:generated');
  });

  // One after the other, in one copy: each must also pass beside those before it.
  it.each(walks)('adds $id, and edits nothing else but the registry', ({ id, steps }) => {
    const before = readFiles();
    for (const step of steps) follow(step, id);
    const after = readFiles();
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) => before.get(path) !== after.get(path),
    );
    const own = [`functions/providers/${id}/`, `fixtures/${id}/`];
    const others = changed.filter((path) => !own.some((folder) => path.startsWith(folder)));
    expect(others.filter((path) => !isGenerated(path))).toEqual([
      'functions/providers/registry.ts',
    ]);
    const registry = 'functions/providers/registry.ts';
    expect(after.get(registry)?.split('\n').length).toBeLessThanOrEqual(
      (before.get(registry)?.split('\n').length ?? 0) + 8,
    );
  });
});

function follow({ kind, file = '', text }: Step, id: string): void {
  switch (kind) {
    case 'sh':
      for (const command of text.trim().split('\n')) run(command);
      return;
    case 'sh-fails':
      expectOnlyTheGoldenToFail(text.trim(), id);
      return;
    case 'json-equals':
      expect(JSON.parse(readFileSync(join(copy, file), 'utf8'))).toEqual(JSON.parse(text));
      return;
    case 'json':
    case 'ts':
      writeFileSync(join(copy, file), text);
      return;
    default:
      throw new Error(`the page has a block of an unknown kind: ${kind}`);
  }
}

function run(command: string): void {
  const { status, stdout, stderr } = shell(command);
  expect(status, `${command}\n${stdout}${stderr}`).toBe(0);
  // A misspelled name of a test would select none, and pass.
  if (command.includes(' -t ')) expect(stdout, command).toMatch(/Tests .*[1-9]\d* passed/);
}

/** The template recognizes its own fixture, and only the golden of that is missing. */
function expectOnlyTheGoldenToFail(command: string, id: string): void {
  const { status, stdout, stderr } = shell(command);
  expect(status, `${stdout}${stderr}`).toBe(1);
  const failed = [...`${stdout}${stderr}`.matchAll(/^.*FAIL.*? > (.*)$/gm)].map(([, name]) => name);
  expect([...new Set(failed)]).toEqual([`provider ${id} > fixture message > equals its golden`]);
}

/** What `npm run docs` writes. */
function isGenerated(path: string): boolean {
  const files = ['README.md', 'lib/providers/built-in.ts', 'shared/contract/provider-id.ts'];
  return path.startsWith('docs/') || files.includes(path);
}

/** The text of every file of the copy, by its path. */
function readFiles(): ReadonlyMap<string, string> {
  const files = readdirSync(copy, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.startsWith(join(copy, 'node_modules')),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(copy.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

/** Runs a command in the copy, without the variables that Vitest sets for its workers. */
function shell(command: string) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV)/.test(name));
  return spawnSync(command, {
    cwd: copy,
    shell: true,
    encoding: 'utf8',
    env: { ...Object.fromEntries(kept), NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
}
