import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readyText } from '../../../tools/emulator/command-line/ready-text.ts';
import { readReplacements } from '../../../tools/emulator/command-line/replacements.ts';
import { takeDataDirectory } from '../../../tools/emulator/data-directory.ts';
import { startHttpServer } from '../../../tools/emulator/http/server.ts';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('an endpoint that replaces an engine', () => {
  it('may respond with any status', async () => {
    const server = await startHttpServer(0);
    const endpoint = `http://127.0.0.1:${server.port}`;
    const environment = { AWS_ENDPOINT_URL_SQS: endpoint, AWS_ENDPOINT_URL_S3: '' };

    expect(await readReplacements(environment)).toEqual({ AWS_ENDPOINT_URL_SQS: endpoint });
    await server.close();
  });

  it.each([
    ['localhost:8000', 'AWS_ENDPOINT_URL_DYNAMODB is localhost:8000, which is not a URL'],
    [
      'http://127.0.0.1:1',
      'no server responds at http://127.0.0.1:1, to which AWS_ENDPOINT_URL_DYNAMODB',
    ],
  ])('is refused when it is %s', async (endpoint, complaint) => {
    const reading = readReplacements({ AWS_ENDPOINT_URL_DYNAMODB: endpoint });

    await expect(reading).rejects.toThrow(EmulatorError);
    await expect(reading).rejects.toThrow(complaint);
  });
});

it('a path that cannot be a data directory is refused in one line', async () => {
  const taking = takeDataDirectory('/dev/null', 1);

  await expect(taking).rejects.toThrow(EmulatorError);
  await expect(taking).rejects.toThrow('choose another directory with --data');
});

it('a damaged state file is refused in one line', async () => {
  const file = temporaryDirectory();
  writeFileSync(file('gateway.json'), '{"port":87');

  const taking = takeDataDirectory(file('.'), 1);

  await expect(taking).rejects.toThrow(EmulatorError);
  await expect(taking).rejects.toThrow(/gateway\.json is damaged: delete it/);
});

describe('what npm start prints', () => {
  const ready = {
    port: 9,
    awsEndpoint: 'http://127.0.0.1:1',
    gateways: [{ name: 'tributary-prod', urls: {} }],
    omissions: [],
    elapsedSeconds: 2,
  };

  it('includes the duration of the start', () => {
    expect(readyText({ ...ready, dataDirectory: undefined })).toMatch(/^ready in 2\.0 s; /);
  });

  it('includes a command that sends a callback, if its provider is on', () => {
    const urls = { incs: { functionUrl: 'http://127.0.0.1:9/incs', headers: {} } };
    const gateways = [{ name: 'tributary-prod', urls }];
    const text = readyText({ ...ready, gateways, dataDirectory: '.tributary' });
    expect(text).toContain('\n  npm run -s send -- incs/new_message.whatsapp-image\n');
    expect(readyText({ ...ready, dataDirectory: '.tributary' })).not.toContain('send');
  });

  it('passes the port to commands that would not find the emulator without it', () => {
    expect(readyText({ ...ready, dataDirectory: '.tributary' })).toContain('tail -- --since-start');
    for (const dataDirectory of ['elsewhere', undefined]) {
      expect(readyText({ ...ready, dataDirectory })).toContain('tail -- --port 9 --since-start');
    }
  });

  it('has the URLs of each gateway, and commands that name the first one', () => {
    const gateways = ['one', 'two'].map((name) => ({
      name,
      urls: { incs: { api: `http://127.0.0.1:9/${name}`, headers: {} } },
    }));
    const text = readyText({ ...ready, gateways, dataDirectory: '.tributary' });
    expect(text).toContain('callbacks of two go to\n  incs  http://127.0.0.1:9/two\n');
    expect(text).toContain('npm run -s tail -- --gateway one --since-start');
  });

  it('says when there is no gateway, and what is left out', () => {
    const omission = { stackName: 'Shop', type: 'AWS::SSM::Parameter', because: 'it is unknown' };
    const omissions = ['A', 'B', 'C', 'D'].map((logicalId) => ({ ...omission, logicalId }));
    const text = readyText({ ...ready, gateways: [], omissions, dataDirectory: '.tributary' });
    expect(text).toContain('the app has no gateway');
    expect(text).toContain(
      '\n  AWS::SSM::Parameter Shop/A, Shop/B, Shop/C and 1 more: it is unknown\n',
    );
  });
});
