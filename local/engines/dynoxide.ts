import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { LocalGatewayError } from '../errors.ts';
import { projectDirectory } from '../project.ts';
import { type GatewayChild, startChildOfGateway } from './child-of-gateway.ts';
import type { Engine } from './engine.ts';

/**
 * Starts dynoxide, the engine for DynamoDB and its streams.
 *
 * @param databaseFile SQLite file that keeps tables and streams; undefined keeps them in memory.
 * @throws {LocalGatewayError} when no dynoxide is found or it does not start.
 */
export async function startDynoxide(databaseFile: string | undefined): Promise<Engine> {
  const [command, ...fixedParameters] = await findDynoxide();
  const port = await findFreePort();
  const dynoxide = startChildOfGateway(command, [
    ...fixedParameters,
    'serve',
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...(databaseFile ? ['--db-path', databaseFile] : []),
  ]);
  await listening(dynoxide);
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => dynoxide.stop() };
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

async function listening({ process: child }: GatewayChild): Promise<void> {
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('listening on')) resolve();
  };
  const fail = () => {
    const reason = output.trim().split('\n')[0] || 'it was not found';
    reject(
      new LocalGatewayError(
        `dynoxide, the engine for DynamoDB, did not start (${reason}): install it from https://github.com/nubo-db/dynoxide, or set AWS_ENDPOINT_URL_DYNAMODB to another DynamoDB endpoint`,
      ),
    );
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('error', fail).once('exit', fail);
  await promise;
  child.off('error', fail).off('exit', fail);
}

/** dynoxide 1.2 cannot choose a port itself: with `--port 0` it does not say which one it got. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}
