import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLastRelease, readReleasedSchemas } from '../../contract/schemas/released-schemas.ts';

let folder: string;
/** Git orders tags by date, in seconds: each command of a test is an hour later than the one before. */
let hour: number;

beforeEach(() => {
  hour = 0;
  folder = mkdtempSync(join(tmpdir(), 'tributary-releases-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the last release', () => {
  it('does not exist in a folder without a Git history', () => {
    expect(findLastRelease(folder)).toBeUndefined();
  });

  it('does not exist in a repository without a release tag', () => {
    git('init', '--quiet');
    commitSchema('string');
    git('tag', 'nightly');
    expect(findLastRelease(folder)).toBeUndefined();
  });

  it('is the newest release tag of the current branch, and has the schemas of that time', () => {
    git('init', '--quiet', '--initial-branch', 'main');
    commitSchema('string');
    git('tag', 'v0.9.0');
    commitSchema('number');
    git('tag', 'v0.10.0');
    commitSchema('boolean');
    git('checkout', '--quiet', '-b', 'next');
    commitSchema('object');
    git('tag', 'v1.0.0');
    git('checkout', '--quiet', 'main');
    expect(findLastRelease(folder)).toBe('v0.10.0');
    expect(readReleasedSchemas(folder, 'v0.10.0')).toEqual(
      new Map([['message.sent.v1.json', { type: 'number' }]]),
    );
  });

  it('is an error when its tag has no schemas', () => {
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'Start');
    git('tag', 'v0.1.0');
    expect(() => readReleasedSchemas(folder, 'v0.1.0')).toThrow('docs/schemas');
  });
});

function commitSchema(type: string): void {
  mkdirSync(join(folder, 'docs/schemas'), { recursive: true });
  writeFileSync(join(folder, 'docs/schemas/message.sent.v1.json'), JSON.stringify({ type }));
  git('add', '.');
  git('commit', '--quiet', '--message', type);
}

function git(...args: readonly string[]): void {
  const date = `2026-01-02T${String(hour).padStart(2, '0')}:00:00Z`;
  hour += 1;
  execFileSync('git', args, {
    cwd: folder,
    stdio: 'pipe',
    // Nothing else from outside: neither GIT_DIR of a hook nor the settings of a developer.
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@example.com',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@example.com',
      GIT_COMMITTER_DATE: date,
    },
  });
}
