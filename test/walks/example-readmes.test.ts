import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectDirectory } from '../../tools/project-directory.ts';
import {
  examplesFolder,
  followReadme,
  lacksPython,
  listExamples,
  readSteps,
} from '../support/example-readme.ts';

/**
 * The README of each example is done in the clone: its app runs on the emulator, a provider sends a genuine
 * callback, and what the README shows is printed.
 */
const names = listExamples();

beforeAll(() => {
  // `npm ci` does it, unless scripts are off.
  const { status } = spawnSync(process.execPath, ['tools/dev/link-cli.js'], {
    cwd: projectDirectory,
  });
  expect(status).toBe(0);
});

it('finds the examples', () => {
  const expected = [
    'auto-reply',
    'http-receiver-node',
    'http-receiver-python',
    'live-chat',
    'media-consumer',
    'python-reader',
    'support-inbox',
    'template-notifier',
  ];
  expect(names).toEqual(expect.arrayContaining(expected));
});

describe.each(names)('sdk/examples/%s', (name) => {
  it('shows what to run, what to send and what is printed then', () => {
    const kinds = readSteps(join(examplesFolder, name)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['sh keeps-running', 'sh', 'text']));
  });

  it.skipIf(lacksPython(name))('runs as its README says', async () => {
    await followReadme(join(examplesFolder, name));
  });
});
