import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startDynoxide } from '../../../tools/emulator/engines/dynoxide.ts';
import { startFauxqs } from '../../../tools/emulator/engines/fauxqs.ts';
import { keepRunning } from '../../../tools/emulator/engines/keep-running.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { killEngine } from '../../simulation/emulator/engine-process.ts';
import { eventually } from '../../support/eventually.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-engines-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

describe('an engine that is killed', () => {
  it('restarts on its port with its tables', async () => {
    const lines: string[] = [];
    const file = path.join(await temporaryDirectory(), 'tables.db');
    const engine = await startDynoxide(file, (line) => lines.push(line));
    onTestFinished(() => engine.stop());
    const { dynamodb } = createClients(engine.endpoint, 'test');
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'kept',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );

    await killEngine(process.pid, 'dynoxide');

    await eventually(async () => {
      const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
      expect(TableNames).toEqual(['kept']);
    });
    expect(lines).toEqual(['dynoxide, the engine for DynamoDB, ended (SIGKILL) and is restarted']);
  });

  it('restarts on its port with its objects, and never with a partly replaced one', async () => {
    const engine = await startFauxqs(await temporaryDirectory());
    onTestFinished(() => engine.stop());
    const { s3 } = createClients(engine.endpoint, 'test');
    const key = { Bucket: 'kept', Key: 'again' };
    const [first, second] = [
      Buffer.alloc(10 * 1024 * 1024, 'a'),
      Buffer.alloc(10 * 1024 * 1024, 'b'),
    ];
    const put = (body: Buffer) => s3.send(new PutObjectCommand({ ...key, Body: body }));
    await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
    await put(first);
    const writing = Promise.allSettled([second, first, second, first].map(put));

    await killEngine(process.pid, 'fauxqs');

    await writing;
    const { Body, ETag } = await eventually(() => s3.send(new GetObjectCommand(key)));
    const found = Buffer.from((await Body?.transformToByteArray()) ?? []);
    expect(found.equals(first) || found.equals(second)).toBe(true);
    expect(ETag).toBe(`"${hash('md5', found)}"`);
  });
});

describe('an engine that cannot read its file', () => {
  it.each([
    ['dynoxide', startDynoxide, 'tables.db', 'tables.db'],
    ['fauxqs', startFauxqs, 'fauxqs.db', '.'],
  ])('%s gives an error of one line, which says what to do', async (name, start, file, option) => {
    const directory = await temporaryDirectory();
    writeFileSync(path.join(directory, file), 'not a database'.repeat(1000));

    const failure = await start(path.join(directory, option)).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(EmulatorError);
    expect(String(failure)).toMatch(
      new RegExp(`${name}, the engine .* choose another directory with --data.*$`),
    );
  });
});

describe('a program that ends by itself', () => {
  const start = async () => ({ ended: Promise.resolve('exit code 1'), stop: async () => {} });

  it('is not restarted after it ended at once several times', async () => {
    const lines: string[] = [];
    const starts = vi.fn(start);

    await keepRunning({
      name: 'it',
      start: starts,
      keepsData: true,
      onError: (line) => lines.push(line),
    });

    await eventually(() => expect(lines.at(-1)).toContain('stays down: run npm start again'));
    expect(starts).toHaveBeenCalledTimes(5);
  });

  it('is not restarted if its data is lost', async () => {
    const lines: string[] = [];
    const starts = vi.fn(start);

    await keepRunning({
      name: 'it',
      start: starts,
      keepsData: false,
      onError: (line) => lines.push(line),
    });

    await eventually(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toContain('run npm start again');
    expect(starts).toHaveBeenCalledTimes(1);
  });
});

it('an engine ends with the emulator that started it', async () => {
  const start = path.join(projectDirectory, 'tools/emulator/engines/engine-process.ts');
  const program = `require('node:http').createServer((_, response) => response.end())
    .listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
  const gateway = spawn(
    process.execPath,
    [
      ...['--experimental-strip-types', '--input-type=module', '-e'],
      `import { startEngineProcess } from ${JSON.stringify(start)};
       const child = startEngineProcess(process.execPath, ['-e', ${JSON.stringify(program)}]);
       child.process.stdout.pipe(process.stdout);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void gateway.kill('SIGKILL'));
  const port = Number(String(await once(gateway.stdout, 'data')));
  expect((await fetch(`http://127.0.0.1:${port}`)).ok).toBe(true);

  gateway.kill('SIGKILL');

  await eventually(() => expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow());
});
