import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  findEmulatorOrigin,
  runningEmulatorFile,
} from '../../../tools/emulator-client/running-emulator.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A data directory, and the port of what responds as the emulator of process 17 does. */
async function startEmulator(delayMs = 0) {
  const server = createServer(async (_request, response) => {
    await delay(delayMs);
    response.end(JSON.stringify({ port, processId: 17 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, data: temporaryDirectory()('.'), stop: () => once(server.close(), 'close') };
}

describe('the emulator that a command means', () => {
  it('is the one that runs on the data directory', async () => {
    const { port, data } = await startEmulator();
    runningEmulatorFile(data).write({ port: port, processId: 17 });
    expect(await findEmulatorOrigin({ data })).toBe(`http://127.0.0.1:${port}`);
    expect(await findEmulatorOrigin({ data, port: port })).toBe(`http://127.0.0.1:${port}`);
  });

  it('is the one that runs on the data directory although it is busy for some seconds', async () => {
    const { port, data } = await startEmulator(3_000);
    runningEmulatorFile(data).write({ port: port, processId: 17 });
    expect(await findEmulatorOrigin({ data })).toBe(`http://127.0.0.1:${port}`);
  });

  it('is the one on the port, if only a port is named', async () => {
    expect(await findEmulatorOrigin({ port: 17_001 })).toBe('http://127.0.0.1:17001');
  });

  it('is missing when none has run on the data directory', async () => {
    const { data } = await startEmulator();
    await expect(findEmulatorOrigin({ data })).rejects.toThrow(`no emulator runs on ${data}`);
  });

  it('is missing when another one listens where the last one did', async () => {
    const { port, data } = await startEmulator();
    runningEmulatorFile(data).write({ port: port, processId: 18 });
    await expect(findEmulatorOrigin({ data })).rejects.toThrow(`no emulator runs on ${data}`);
  });

  it('is missing when nothing listens there any more', async () => {
    const { port, data, stop } = await startEmulator();
    runningEmulatorFile(data).write({ port: port, processId: 17 });
    await stop();
    await expect(findEmulatorOrigin({ data })).rejects.toThrow(`npm start -- --data ${data}`);
  });

  it('is not one on another port than that of the data directory', async () => {
    const { port, data } = await startEmulator();
    runningEmulatorFile(data).write({ port: port, processId: 17 });
    await expect(findEmulatorOrigin({ data, port: 17_001 })).rejects.toThrow(
      `listens on port ${port}, not on 17001`,
    );
  });
});
