import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { followReadme, readSteps } from '../../support/example-readme.ts';

/**
 * The README of each example is done in the clone: its app runs on the emulator, a provider sends a genuine
 * callback, and what the README shows is printed.
 */
const examples = join(projectDirectory, 'sdk/examples');
const names = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => readSteps(join(examples, name)).length > 0);

const hasPython = spawnSync('python3', ['-c', '']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

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
    const kinds = readSteps(join(examples, name)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['sh keeps-running', 'sh', 'text']));
  });

  const lacks =
    (name === 'python-reader' && !hasBoto3) || (name === 'http-receiver-python' && !hasPython);

  it.skipIf(lacks)('runs as its README says', async () => {
    await followReadme(join(examples, name));
  });
});
