import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/project-directory.ts';

it('a command whose output is closed ends without an error', async () => {
  const child = spawn(process.execPath, ['tools/dev/normalize.ts', '--list', '--json'], {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [complaint, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ complaint, exitCode }).toEqual({ complaint: '', exitCode: 0 });
});
