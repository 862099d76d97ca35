import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/project-directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'new-provider-'));
afterAll(() => rmSync(folder, { recursive: true }));

function newProvider(): Promise<{ readonly stdout: string }> {
  const program = join(projectDirectory, 'bin/tributary.ts');
  const node = ['--import', import.meta.resolve('tsx')];
  return promisify(execFile)(process.execPath, [...node, program, 'new-provider', 'acme'], {
    cwd: folder,
  });
}

it('a provider in a folder without an app is not written, and the command says what to do', async () => {
  await expect(newProvider()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      / has no app: go to the folder of your CDK app, or begin one with .* init/,
    ),
  });
  expect(readdirSync(folder)).toEqual([]);
});

it('a provider in the folder of a package is written', async () => {
  writeFileSync(join(folder, 'package.json'), '{}');
  const { stdout } = await newProvider();
  expect(stdout).toContain('providers/acme/manifest.ts');
});
