import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { eventually } from '../../support/eventually.ts';

/** `npm start` and the CLI's commands for a running emulator, as a person uses them. */
let data: string;
let gateway: ChildProcess;
let greeting = '';

const inProject = { cwd: projectDirectory };
const node = ['--experimental-strip-types', '--no-warnings'];

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'tributary-tools-'));
  const assembly = ['--assembly', inject('assemblyDirectory')];
  gateway = spawn(
    process.execPath,
    [...node, 'bin/tributary.ts', 'start', '--port', '0', '--data', data, ...assembly],
    { ...inProject, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  for await (const chunk of gateway.stdout ?? []) {
    greeting += chunk;
    if (greeting.includes('AWS_ENDPOINT_URL')) break;
  }
  return async () => {
    gateway.kill('SIGKILL');
    await rm(data, { recursive: true });
  };
});

type Outcome = { readonly exitCode: number; readonly out: string; readonly errors: string };

function run(command: string, parameters: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(command, parameters, inProject, (_, out, errors) =>
      resolve({ exitCode: child.exitCode ?? -1, out, errors }),
    );
  });
}

const { scripts } = JSON.parse(readFileSync(path.join(projectDirectory, 'package.json'), 'utf8'));

/** Runs an npm script in its own process. Node strips the types, which is faster than tsx. */
function script(name: string, ...parameters: readonly string[]): Promise<Outcome> {
  const words = String(scripts[name]).split(' ');
  const program = words.slice(words.findIndex((word) => word.endsWith('.ts')));
  return run(process.execPath, [...node, ...program, ...parameters]);
}

/** Runs a command of the CLI in this process, which is faster. */
async function tool(...words: readonly string[]): Promise<Outcome> {
  const [out, errors] = [[] as string[], [] as string[]];
  const exitCode = await runTributary(words, {
    out: (line) => out.push(line),
    error: (line) => errors.push(line),
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date(),
    waitMs: (ms) => setTimeout(ms),
  });
  return { exitCode, out: out.join('\n'), errors: errors.join('\n') };
}

describe('npm start', () => {
  it('prints the callback URLs and a command line that sends a callback', async () => {
    for (const { id } of providers)
      expect(greeting).toMatch(new RegExp(`^  ${id} +http://127`, 'm'));
    const [line = ''] = /^ +npm run -s send .*$/m.exec(greeting) ?? [];

    const { exitCode, out } = await run('/bin/sh', ['-c', line]);

    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^200 in \d+ ms/)]);
  });
});

describe('tail', () => {
  it('prints the events on the bus that match a pattern', async () => {
    const pattern = '{"detail-type":["media.stored"]}';

    const { exitCode, out } = await script(
      'tail',
      ...['--data', data, '--since-start', '--count', '1', '--pattern', pattern],
    );

    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      source: 'tributary.incs',
      'detail-type': 'media.stored',
      detail: { data: { hashVerified: true } },
    });
  });

  it('prints new events', async () => {
    const tail = tool('tail', '--data', data, '--count', '1');
    let ended = false;
    tail.finally(() => {
      ended = true;
    });
    // Sends until tail has printed one. Each body is different, so that it is a new event.
    for (let sent = 0; !ended; sent += 1) {
      await fetch((await urls()).itnio?.api ?? '', {
        method: 'POST',
        body: JSON.stringify({ eventType: 'unknown', number: sent }),
      });
    }

    expect(JSON.parse((await tail).out)).toMatchObject({ 'detail-type': 'callback.quarantined' });
  });

  it('refuses a pattern that AWS refuses', async () => {
    const { exitCode, errors } = await tool('tail', '--data', data, '--pattern', '{"a":[]}');

    expect(exitCode).toBe(2);
    expect(errors).toContain('a: the list of values is empty');
  });
});

async function urls(): Promise<Record<string, { api: string; functionUrl: string }>> {
  return JSON.parse((await tool('urls', '--local', '--data', data)).out);
}

describe('urls', () => {
  it('prints the callback URLs of every provider, with their tokens', async () => {
    const { out } = await script('urls', '--local', '--data', data);

    const printed = JSON.parse(out);
    expect(Object.keys(printed)).toEqual(providers.map(({ id }) => id));
    expect(printed.incs).toEqual({
      api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/incs\/\w{43}$/),
      functionUrl: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/_local\/function-urls\/incs\/\w{43}$/,
      ),
      headers: {},
    });
  });

  it('reports that no emulator runs', async () => {
    const { exitCode, errors } = await tool('urls', '--local', '--port', '1');

    expect(exitCode).toBe(1);
    expect(errors.trimEnd()).toBe(
      'no emulator responds at http://127.0.0.1:1: start it with npm start, or name its --port',
    );
  });
});

describe('send', () => {
  it('posts a fixture the given number of times', async () => {
    const { exitCode, out } = await script(
      'send',
      ...['--data', data, 'incs/new_message.whatsapp-text', '--repeat', '2', '--json'],
    );

    expect(exitCode).toBe(0);
    const responses = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(responses).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it('posts a file to the function URL of a provider', async () => {
    const file = 'fixtures/itnio/up-message-event.image.payload.json';

    const { exitCode, out } = await tool(
      'send',
      ...['--data', data, file, '--provider', 'itnio', '--endpoint', 'functionUrl'],
    );

    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^200 in \d+ ms/)]);
  });

  it.each([
    [1, ['no/such-fixture']],
    [2, []],
    [2, ['incs/new_message.whatsapp-text', '--repeat', 'often']],
    [2, ['incs/new_message.whatsapp-text', '--endpoint', 'window']],
    [2, ['--colour']],
  ])('ends with %i for %j', async (expected, parameters) => {
    expect((await tool('send', '--data', data, ...parameters)).exitCode).toBe(expected);
  });
});

describe('query', () => {
  const conversation = ['conversation', '15550100001', '447700900123'];

  it('prints all records of a message, of any provider', async () => {
    const id = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMEU3NjI5Mjc5NDg4OEQ0RjFGQTcA';

    const { out } = await script('query', '--data', data, 'message', id);

    expect(JSON.parse(out)).toMatchObject({
      state: { message: { data: { message: { id } } }, media: [{ state: 'stored' }] },
      records: [{ sk: 'media#0#stored' }, { sk: 'message' }],
    });
  });

  it('prints a conversation', async () => {
    const { out } = await tool('query', '--data', data, ...conversation);

    expect(JSON.parse(out).messages.length).toBeGreaterThan(0);
  });

  it.each([
    ['+15550100001', '+447700900123'],
    ['1 555 010-0001', '0044 (7700) 900-123'],
  ])('finds a conversation of %s and %s', async (business, user) => {
    const found = await tool('query', '--data', data, 'conversation', business, user);
    const expected = await tool('query', '--data', data, ...conversation);

    expect(found).toEqual(expected);
  });

  it('continues a conversation after a page', async () => {
    const page = JSON.parse((await tool('query', '--data', data, ...conversation)).out);

    const { exitCode, out } = await tool(
      'query',
      ...['--data', data, ...conversation, '--newer', page.newer],
    );

    expect([exitCode, JSON.parse(out)]).toMatchObject([0, { messages: [], newer: page.newer }]);
  });

  it('prints what has a text of the owner', async () => {
    await tool('send', '--data', data, 'meta/messages.status-read');
    const query = ['query', '--data', data, 'callback-data'];
    // The publisher stores what leads from the text to the message, after the response.
    await eventually(async () => {
      const { exitCode, out } = await tool(...query, 'meta', 'order-7');
      expect(exitCode).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ messages: [{ status: 'read' }], calls: [] });
    });

    expect((await tool(...query, 'innopaas', 'order-7')).exitCode).toBe(1);
  });

  it.each([
    [1, ['message', 'unknown']],
    [1, ['callback-data', 'meta', 'unknown']],
    [2, ['callback-data', 'meta']],
    [2, ['callback-data', 'other', 'order-7']],
    [2, ['callback-data', 'meta', 'order-7', '--next', 'x']],
    [1, ['conversation', '15550100001', '15550100002']],
    [2, ['conversation', '15550100001']],
    [2, ['weather']],
  ])('ends with %i for %j', async (expected, parameters) => {
    expect((await tool('query', '--data', data, ...parameters)).exitCode).toBe(expected);
  });
});

describe('every tool', () => {
  it.each(['send', 'tail', 'urls', 'query'])('%s prints its help', async (name) => {
    const { exitCode, out } = await tool(name, '--help');

    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^usage: npm .*exit codes: 0 /s)]);
  });

  it('npm start prints its help', async () => {
    const { exitCode, out } = await script('start', '--help');

    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/^usage: npm start .*exit codes: 0 /s),
    ]);
  });
});

describe('Ctrl-C', () => {
  it('ends the emulator and keeps its data', async () => {
    const ended = once(gateway, 'exit');
    gateway.kill('SIGINT');

    expect(await ended).toEqual([0, null]);
    expect(existsSync(path.join(data, 'gateway.json'))).toBe(false);
    expect(existsSync(path.join(data, 'tables.db'))).toBe(true);
  });
});
