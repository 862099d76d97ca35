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

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that are generated or downloaded. */
const notSources = ['node_modules', 'dist', 'cdk.out'];

/** Hidden files that Biome and npm read. */
const hidden = ['.gitignore', '.npmrc'];

/** A block of the page: a command that runs or fails, a file, or the expected content of a file. */
interface Step {
  readonly kind: string;
  readonly file: string | undefined;
  readonly text: string;
}

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
  const steps = readSteps(readFileSync(join(root, 'docs/adding-a-provider.md'), 'utf8'));

  it('begins with a command, a failure, and files, and ends with commands', () => {
    expect(steps.map(({ kind }) => kind).join(' ')).toMatch(/^sh sh-fails( json)+( ts)+.* sh$/);
  });

  it('adds a provider from beginning to end, and nothing else fails on the way', () => {
    for (const step of steps) follow(step);
  }, 300_000);
});

function readSteps(page: string): readonly Step[] {
  const fences = page.matchAll(/^```(\w+)(?: (fails|equals))?(?: (\S+))?\n(.*?)^```$/gms);
  return [...fences].map(([, language = '', word, file, text = '']) => ({
    kind: word === undefined ? language : `${language}-${word}`,
    file,
    text,
  }));
}

function follow({ kind, file = '', text }: Step): void {
  switch (kind) {
    case 'sh':
      for (const command of text.trim().split('\n')) run(command);
      return;
    case 'sh-fails':
      expectOnlyPlaceholdersToFail();
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
}

/** The failures of an adapter that recognizes nothing yet. */
function expectOnlyPlaceholdersToFail(): void {
  const failures = failuresOfContract();
  expect(failures).toContain('fixtures of parrot message equals its golden');
  expect(failures.filter((name) => !name.startsWith('fixtures of parrot '))).toEqual([]);
}

/** Names of the tests that fail in the contract suite of the copy. */
function failuresOfContract(): readonly string[] {
  const file = join(copy, 'contract-report.json');
  shell(`npx vitest run --project contract --reporter json --outputFile ${file}`);
  const report: VitestReport = JSON.parse(readFileSync(file, 'utf8'));
  expect(report.numTotalTests).toBeGreaterThan(report.numFailedTests);
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName }) => fullName);
}

/** The part of Vitest's JSON report that is read. */
interface VitestReport {
  readonly numTotalTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs a command in the copy, without the variables that Vitest sets for its workers. */
function shell(command: string) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV)/.test(name));
  return spawnSync(command, {
    cwd: copy,
    shell: true,
    encoding: 'utf8',
    env: Object.fromEntries(kept),
    maxBuffer: 64 * 1024 * 1024,
  });
}
