import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';

/** `npm start` and the tools for a running gateway, as a person uses them. */
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
    [...node, 'bin/local.ts', '--port', '0', '--data', data, ...assembly],
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

type Outcome = { readonly exitCode: number; readonly out: string; readonly complaint: string };

function run(command: string, parameters: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(command, parameters, inProject, (_, out, complaint) =>
      resolve({ exitCode: child.exitCode ?? -1, out, complaint }),
    );
  });
}

/** An entry point in a process of its own, as npm runs it. */
function program(name: string, ...parameters: readonly string[]): Promise<Outcome> {
  return run(process.execPath, [...node, `bin/${name}.ts`, ...parameters]);
}

/** The same without the process: it only takes time. */
async function tool(...words: readonly string[]): Promise<Outcome> {
  const [out, complaint] = [[] as string[], [] as string[]];
  const exitCode = await runTributary(words, {
    out: (line) => out.push(line),
    error: (line) => complaint.push(line),
    now: () => new Date(),
    waitMs: (ms) => setTimeout(ms),
  });
  return { exitCode, out: out.join('\n'), complaint: complaint.join('\n') };
}

describe('npm start', () => {
  it('says where callbacks go, and gives a line that sends one', async () => {
    for (const { id } of providers)
      expect(greeting).toMatch(new RegExp(`^  ${id} +http://127`, 'm'));
    const [line = ''] = /^ +sed .*$/m.exec(greeting) ?? [];

    const { out } = await run('/bin/sh', ['-c', line]);

    expect(out).toContain('HTTP/1.1 200');
  });
});

describe('tail', () => {
  it('prints what is on the bus, as far as a pattern wants it', async () => {
    const pattern = '{"detail-type":["media.stored"]}';

    const { exitCode, out } = await program(
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

  it('prints what comes from now on', async () => {
    const tail = tool('tail', '--data', data, '--count', '1');
    let ended = false;
    tail.finally(() => {
      ended = true;
    });
    // Until it is heard, the message is told again and again by another id.
    for (let sent = 0; !ended; sent += 1) {
      await fetch((await urls()).itnio?.api ?? '', {
        method: 'POST',
        body: JSON.stringify({ eventType: 'unheard-of', number: sent }),
      });
    }

    expect(JSON.parse((await tail).out)).toMatchObject({ 'detail-type': 'callback.quarantined' });
  });

  it('refuses a pattern that AWS refuses', async () => {
    const { exitCode, complaint } = await tool('tail', '--data', data, '--pattern', '{"a":[]}');

    expect(exitCode).toBe(2);
    expect(complaint).toContain('a: the list of values is empty');
  });
});

async function urls(): Promise<Record<string, { api: string; functionUrl: string }>> {
  return JSON.parse((await tool('urls', '--local', '--data', data)).out);
}

describe('urls', () => {
  it('prints the callback URLs of every provider, tokens included', async () => {
    const { out } = await program('urls', '--local', '--data', data);

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

  it('says when no gateway runs', async () => {
    const { exitCode, complaint } = await tool('urls', '--local', '--port', '1');

    expect(exitCode).toBe(1);
    expect(complaint.trimEnd()).toBe(
      'no gateway answers at http://127.0.0.1:1: start it with npm start, or name its --port',
    );
  });
});

describe('send', () => {
  it('posts a fixture as often as wanted', async () => {
    const { exitCode, out } = await program(
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
  it('prints what is known of a message, whoever told it', async () => {
    const id = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMEU3NjI5Mjc5NDg4OEQ0RjFGQTcA';

    const { out } = await program('query', '--data', data, 'message', id);

    expect(JSON.parse(out)).toMatchObject({
      state: { message: { data: { message: { id } } }, media: [{ state: 'stored' }] },
      records: [{ sk: 'media#0#stored' }, { sk: 'message' }],
    });
  });

  it('prints a conversation', async () => {
    const { out } = await tool(
      'query',
      '--data',
      data,
      'conversation',
      '15550100001',
      '447700900123',
    );

    expect(JSON.parse(out).messages.length).toBeGreaterThan(0);
  });

  it.each([
    [1, ['message', 'nobody-knows']],
    [1, ['conversation', '15550100001', '15550100002']],
    [2, ['conversation', '15550100001']],
    [2, ['weather']],
  ])('ends with %i for %j', async (expected, parameters) => {
    expect((await tool('query', '--data', data, ...parameters)).exitCode).toBe(expected);
  });
});

describe('every tool', () => {
  it.each(['send', 'tail', 'urls', 'query'])('%s explains itself', async (name) => {
    const { exitCode, out } = await tool(name, '--help');

    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^usage: npm .*exit codes: 0 /s)]);
  });

  it('is explained beside npm start', async () => {
    const { exitCode, out } = await program('local', '--help');

    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/^usage: npm start .*exit codes: 0 /s),
    ]);
  });
});

describe('Ctrl-C', () => {
  it('ends the gateway and leaves its state', async () => {
    const ended = once(gateway, 'exit');
    gateway.kill('SIGINT');

    expect(await ended).toEqual([0, null]);
    expect(existsSync(path.join(data, 'gateway.json'))).toBe(false);
    expect(existsSync(path.join(data, 'tables.db'))).toBe(true);
  });
});
