import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { projectDirectory } from '../../tools/project-directory.ts';

/**
 * Runs a script of this folder in a process of its own and gives what it prints, as JSON. Node itself
 * reads the TypeScript: a loader would add code of its own to what is measured.
 *
 * @throws {Error} with what the script complained of, when it fails
 */
export async function runChild<Result>(
  script: URL,
  parameters: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const child = spawn(
    process.execPath,
    [
      '--experimental-strip-types',
      '--disable-warning=ExperimentalWarning',
      script.pathname,
      ...parameters,
    ],
    {
      cwd: projectDirectory,
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [exitCode, printed, complaint] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (exitCode !== 0) throw new Error(`${script.pathname} failed: ${complaint.trim()}`);
  return JSON.parse(printed) as Result;
}
