import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { projectDirectory } from '../../tools/project-directory.ts';

/**
 * Runs a script of this folder in its own process and returns the JSON that it prints. Node itself
 * reads the TypeScript: the code of a loader would be part of the measurement.
 *
 * @throws {Error} with the error output of the script when it fails
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
  const [exitCode, printed, errors] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (exitCode !== 0) throw new Error(`${script.pathname} failed: ${errors.trim()}`);
  return JSON.parse(printed) as Result;
}
