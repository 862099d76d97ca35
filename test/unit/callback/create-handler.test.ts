import { type AddressInfo, createServer } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { createCallbackHandler } from '../../../functions/callback/create-handler.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';

/** Accepts connections and never responds, which is worse than a service that is down. */
async function startSilentService(): Promise<string> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const callback = {
  requestContext: { http: { method: 'POST' } },
  rawPath: `/${validToken}`,
  rawQueryString: '',
  headers: {},
  body: '{"lines":["Hello"]}',
} as unknown as APIGatewayProxyEventV2;

/** Collects what this process prints until the test ends; an error line would look like a failure. */
function captureOutput(): readonly string[] {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  onTestFinished(() => write.mockRestore());
  return lines;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

it('responds with 503 and logs why before Lambda ends the function when an AWS service hangs', async () => {
  const silent = await startSilentService();
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'an-id',
    AWS_SECRET_ACCESS_KEY: 'a-key',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ENDPOINT_URL: silent,
    EVENTS_TABLE: 'events',
    PAYLOAD_BUCKET: 'payloads',
    PROVIDER_SECRET: 'secret',
    LOG_LEVEL: 'ERROR',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const lines = captureOutput();
  const response = await createCallbackHandler(lineProvider)(callback);
  expect(response).toMatchObject({ statusCode: 503 });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'ERROR', message: 'callback not stored', code: 'secret_unavailable' },
  ]);
});
