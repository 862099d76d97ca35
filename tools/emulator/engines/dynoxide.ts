import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isPackaged } from '../../command-line/how-to-run.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { projectDirectory } from '../../project-directory.ts';
import type { Engine } from './engine.ts';
import { startEngineProcess, untilListening } from './engine-process.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning } from './keep-running.ts';
import { indexStreamRecords } from './stream-index.ts';

/**
 * Starts dynoxide, the engine for DynamoDB and its streams, and restarts it when it ends.
 *
 * @param databaseFile SQLite file for tables and streams; `undefined` keeps them in memory
 * @param onError receives a line when dynoxide ended by itself
 * @throws {EmulatorError} when dynoxide is not installed or does not start
 */
export async function startDynoxide(
  databaseFile: string | undefined,
  onError: (line: string) => void = () => {},
): Promise<Engine> {
  const command = await findDynoxide(`${process.platform}-${process.arch}`, process.env.PATH ?? '');
  // dynoxide 1.2 does not print the port that it got with `--port 0`.
  const port = await findFreePort();
  const parameters = [
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
    onError,
  }).catch(({ message }: Error) => {
    throw new EmulatorError(
      `dynoxide, the engine for DynamoDB, did not start (${message}): choose another directory with --data, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB endpoint`,
    );
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

/**
 * Finds the program: the optional dependency of this platform, else `dynoxide` on the PATH. It is never
 * downloaded at run time, since that version would not be pinned.
 *
 * @param platform `linux-x64`, as npm names the packages of dynoxide
 * @throws {EmulatorError} when neither exists
 */
export async function findDynoxide(platform: string, searchPath: string): Promise<string> {
  const directories = [...findPackage(platform), ...searchPath.split(path.delimiter)];
  const program = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  for (const directory of directories) {
    const file = path.join(directory, program);
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  const pinned = await readPinnedVersions();
  const remedy =
    platform in pinned
      ? installCommand(platform, pinned[platform])
      : `put dynoxide ${Object.values(pinned)[0]} on the PATH (https://github.com/nubo-db/dynoxide)`;
  throw new EmulatorError(
    `dynoxide, the engine for DynamoDB, is not installed for ${platform}: ${remedy}, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB endpoint`,
  );
}

/** The directory of the package with the program for a platform, wherever npm has put it. */
function findPackage(platform: string): readonly string[] {
  try {
    const file = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`);
    return [path.dirname(file)];
  } catch {
    return [];
  }
}

/** An app has its own `package.json`, which may not list the engine. */
function installCommand(platform: string, version = ''): string {
  return isPackaged
    ? `run npm install --save-optional @dynoxide/${platform}@${version}`
    : 'run npm ci';
}

/** The versions of dynoxide that this package names, by platform. */
async function readPinnedVersions(): Promise<Readonly<Record<string, string>>> {
  const manifest = JSON.parse(await readFile(path.join(projectDirectory, 'package.json'), 'utf8'));
  const dependencies: Readonly<Record<string, string>> = {
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  };
  const prefix = '@dynoxide/';
  return Object.fromEntries(
    Object.entries(dependencies)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, version]) => [name.slice(prefix.length), version]),
  );
}
