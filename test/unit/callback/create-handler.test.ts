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

afterEach(() => {
  vi.unstubAllEnvs();
});

it('responds with 503 before Lambda ends the function when an AWS service hangs', async () => {
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
  const response = await createCallbackHandler(lineProvider)(callback);
  expect(response).toMatchObject({ statusCode: 503 });
});
