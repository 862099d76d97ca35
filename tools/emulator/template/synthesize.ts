import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { projectDirectory } from '../../project-directory.ts';

/**
 * Synthesizes the CDK app into a directory as `cdk synth` does. It does not use the CDK CLI, which takes
 * a second longer and writes nothing that the emulator reads.
 *
 * @throws {EmulatorError} with what the CDK app printed, when it fails
 */
export async function synthesize(outputDirectory: string): Promise<void> {
  const cdkSettings = JSON.parse(await readFile(path.join(projectDirectory, 'cdk.json'), 'utf8'));
  const application = spawn(process.execPath, ['--import', 'tsx', 'bin/gateway.ts'], {
    cwd: projectDirectory,
    env: {
      ...process.env,
      CDK_OUTDIR: outputDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(cdkSettings.context ?? {}),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  application.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const { promise: exited, resolve, reject } = Promise.withResolvers<number | null>();
  application.on('error', reject).on('close', resolve);
  const exitCode = await exited;
  if (exitCode === 0) return;
  throw new EmulatorError(
    `the stack cannot be synthesized (run \`npm run synth\`):\n${errors.trim()}`,
  );
}
