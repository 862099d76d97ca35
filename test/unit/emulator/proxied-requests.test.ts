import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEventLog } from '../../../tools/emulator/event-bridge/event-log.ts';
import { createCallbackLog } from '../../../tools/emulator/http/callback-log.ts';
import { jsonResponse } from '../../../tools/emulator/http/http-response.ts';
import { type HttpServer, startHttpServer } from '../../../tools/emulator/http/server.ts';
import { emulatorPaths } from '../../../tools/emulator-client/local-urls.ts';
import { temporaryDirectory } from './temporary-directory.ts';

let server: HttpServer;

beforeEach(async () => {
  server = await startHttpServer(0);
  server.open({
    api: async () => jsonResponse(200, { message: 'taken' }),
    apis: new Map(),
    functionUrls: new Map([['incs', async () => jsonResponse(200, { message: 'taken' })]]),
    log: openEventLog(temporaryDirectory()('events.jsonl')),
    callbacks: createCallbackLog(),
    serveConsole: undefined,
    app: { stacks: [] },
    templates: new Map([['tributary-prod', {}]]),
  });
});

afterEach(() => server.close());

/** A request that a tunnel passes on under the name `localhost`. */
async function pass(path: string, headers: Readonly<Record<string, string>>) {
  const response = await fetch(`http://localhost:${server.port}${path}`, { headers });
  return { status: response.status, text: await response.text() };
}

const pages = [
  emulatorPaths.app,
  emulatorPaths.template('tributary-prod'),
  emulatorPaths.events({ since: 0 }),
  emulatorPaths.callbacks({ since: 0, waitMs: 0 }),
];

it.each(pages)(
  '%s is for this machine: a request that a proxy passed on is refused',
  async (page) => {
    expect(await pass(page, {})).toMatchObject({ status: 200 });
    for (const name of [
      'forwarded',
      'via',
      'x-forwarded-for',
      'x-forwarded-host',
      'cf-connecting-ip',
      'x-real-ip',
    ]) {
      const { status, text } = await pass(page, { [name]: '203.0.113.7' });
      expect(status).toBe(403);
      expect(text).toContain(`it has the header ${name}`);
    }
  },
);

it.each(['/', '/meta/token', emulatorPaths.functionUrl('incs')])(
  'the callback to %s is taken through a proxy',
  async (path) => {
    expect(await pass(path, { 'x-forwarded-for': '203.0.113.7', via: '1.1 proxy' })).toEqual({
      status: 200,
      text: '{"message":"taken"}',
    });
  },
);
