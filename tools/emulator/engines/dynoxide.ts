import { access } from 'node:fs/promises';
import path from 'node:path';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { projectDirectory } from '../../project-directory.ts';
import type { Engine } from './engine.ts';
import { startEngineProcess, untilListening } from './engine-process.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';
import { indexStreamRecords } from './stream-index.ts';

/**
 * Starts dynoxide, the engine for DynamoDB and its streams, and starts it again if it ends.
 *
 * @param databaseFile SQLite file that keeps tables and streams; undefined keeps them in memory.
 * @param onTrouble told when it ended by itself.
 * @throws {EmulatorError} when no dynoxide is found or it does not start.
 */
export async function startDynoxide(
  databaseFile: string | undefined,
  onTrouble: (line: string) => void = () => {},
): Promise<Engine> {
  const [command, ...fixedParameters] = await findDynoxide();
  // dynoxide 1.2 cannot choose a port itself: with `--port 0` it does not say which one it got.
  const port = await findFreePort();
  const parameters = [
    ...fixedParameters,
    'serve',
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...(databaseFile ? ['--db-path', databaseFile] : []),
  ];
  const start = async () => {
    const dynoxide = startEngineProcess(command, parameters);
    await untilListening(dynoxide);
    if (databaseFile) indexStreamRecords(databaseFile);
    return dynoxide;
  };
  const stop = await keepRunning({
    name: 'dynoxide, the engine for DynamoDB,',
    start,
    keepsData: databaseFile !== undefined,
    onTrouble,
  }).catch(({ message }: Error) => {
    throw new EmulatorError(
      `dynoxide, the engine for DynamoDB, did not start (${message}): if it cannot read its file, choose another directory with --data; if it is missing, install it from https://github.com/nubo-db/dynoxide, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB endpoint`,
    );
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

/** The binary of the optional dependency, else one on the PATH, else whatever `npx` finds. */
async function findDynoxide(): Promise<readonly [string, ...string[]]> {
  const platformPackage = `node_modules/@dynoxide/${process.platform}-${process.arch}`;
  const directories = [
    path.join(projectDirectory, platformPackage),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  for (const directory of directories) {
    const binary = path.join(directory, 'dynoxide');
    const exists = await access(binary).then(
      () => true,
      () => false,
    );
    if (exists) return [binary];
  }
  return ['npx', '--yes', 'dynoxide'];
}
