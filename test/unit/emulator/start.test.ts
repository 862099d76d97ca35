import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readyText } from '../../../tools/emulator/command-line/ready-text.ts';
import { readReplacements } from '../../../tools/emulator/command-line/replacements.ts';
import { takeDataDirectory } from '../../../tools/emulator/data-directory.ts';
import { startHttpServer } from '../../../tools/emulator/http/server.ts';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('an endpoint that takes the place of an engine', () => {
  it('is one that answers, whatever it says', async () => {
    const server = await startHttpServer(0);
    const endpoint = `http://127.0.0.1:${server.port}`;
    const environment = { AWS_ENDPOINT_URL_SQS: endpoint, AWS_ENDPOINT_URL_S3: '' };

    expect(await readReplacements(environment)).toEqual({ AWS_ENDPOINT_URL_SQS: endpoint });
    await server.close();
  });

  it.each([
    ['localhost:8000', 'AWS_ENDPOINT_URL_DYNAMODB is localhost:8000, which is no address'],
    [
      'http://127.0.0.1:1',
      'nothing answers at http://127.0.0.1:1, where AWS_ENDPOINT_URL_DYNAMODB',
    ],
  ])('is asked for when it is %s', async (endpoint, complaint) => {
    const reading = readReplacements({ AWS_ENDPOINT_URL_DYNAMODB: endpoint });

    await expect(reading).rejects.toThrow(EmulatorError);
    await expect(reading).rejects.toThrow(complaint);
  });
});

it('a data directory that cannot be one is told in one line', async () => {
  const taking = takeDataDirectory('/dev/null', 1);

  await expect(taking).rejects.toThrow(EmulatorError);
  await expect(taking).rejects.toThrow('choose another directory with --data');
});

it('a state file that is half written is told in one line', async () => {
  const file = temporaryDirectory();
  writeFileSync(file('gateway.json'), '{"port":87');

  const taking = takeDataDirectory(file('.'), 1);

  await expect(taking).rejects.toThrow(EmulatorError);
  await expect(taking).rejects.toThrow(/gateway\.json is not as the gateway writes it: remove it/);
});

describe('what npm start prints', () => {
  const ready = { port: 9, awsEndpoint: 'http://127.0.0.1:1', urls: {}, elapsedSeconds: 2 };

  it('says how long the start took', () => {
    expect(readyText({ ...ready, kept: undefined })).toMatch(/^ready in 2\.0 s; /);
  });

  it('names the port to the tools when they would not find the gateway by themselves', () => {
    expect(readyText({ ...ready, kept: '.tributary' })).toContain('tail -- --local --since-start');
    for (const kept of ['elsewhere', undefined]) {
      expect(readyText({ ...ready, kept })).toContain('tail -- --local --port 9 --since-start');
    }
  });
});
