import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { projectDirectory } from '../../project-directory.ts';

/**
 * Synthesizes the application into a directory, as `cdk synth` does, without the CDK command line:
 * it would cost a second and adds nothing that the emulator reads.
 *
 * @throws {EmulatorError} with the last line that the application wrote, when it fails.
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
  let complaint = '';
  application.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  const { promise: exited, resolve, reject } = Promise.withResolvers<number | null>();
  application.on('error', reject).on('close', resolve);
  const exitCode = await exited;
  if (exitCode === 0) return;
  throw new EmulatorError(
    `synthesizing the stack failed (run \`npm run synth\`):\n${complaint.trim()}`,
  );
}
