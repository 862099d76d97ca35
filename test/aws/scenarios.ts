import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectDirectory } from '../../tools/project-directory.ts';
import type { Account, ReceivedEvent } from './account.ts';
import type { Deployment } from './deploy.ts';
import { findFaults } from './known-faults.ts';

/** How a command of the operator's CLI ended, run with `--json`. */
export interface CommandResult {
  readonly code: number | null;
  readonly stderr: string;
  /** The lines that it printed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Runs a command of the operator's CLI for the deployed stack. */
export type Tributary = (...args: readonly string[]) => Promise<CommandResult>;

export interface Scenario {
  readonly name: string;
  /** @returns a line for each thing that is wrong */
  run(): Promise<readonly string[]>;
}

const text = {
  fixture: 'incs/new_message.whatsapp-text',
  id: 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMzcyRUEwOENBQjMzRTcxQzAyQzYA',
  business: '15550100001',
  user: '447700900123',
};

/** A body whose text is missing: no adapter recognizes it. */
const unrecognized = 'innopaas/invalid.text-without-body';

/** Before every callback of the check. */
const from = ['--from', '2026-01-01'];

/** What an owner and an operator do after a deploy, in this order. */
export function listScenarios(
  tributary: Tributary,
  deployment: Pick<Deployment, 'destroy' | 'adopt'>,
  account: Account,
): readonly Scenario[] {
  return [
    {
      name: 'verify proves the way of a callback, on every endpoint of every provider',
      run: async () => examine('verify', await tributary('verify', '--yes', '--wait', '30')),
    },
    {
      name: 'doctor finds nothing',
      run: async () => examine('doctor', await tributary('doctor')),
    },
    {
      name: 'a callback that comes twice is a success twice, and is stored once',
      run: async () => {
        const sent = await tributary('send', text.fixture, '--repeat', '2');
        const statuses = sent.lines.map(({ status }) => status);
        const { lines } = await tributary('query', 'message', text.id);
        const [{ records = [] } = {}] = lines as readonly { records?: readonly object[] }[];
        return [
          ...expectEqual('responses', statuses, [200, 200]),
          ...expectEqual('event records', records.length, 1),
        ];
      },
    },
    {
      name: 'the conversation has the message, and an export too',
      run: async () => {
        const found = await tributary('query', 'conversation', text.business, text.user);
        const exported = await tributary('export', ...from);
        return [
          ...expectText('the conversation', found, text.id),
          ...expectText('the export', exported, text.id),
        ];
      },
    },
    {
      name: 'erase deletes the message',
      run: async () => {
        const erased = await tributary('erase', '--user', text.user, '--yes');
        const { code, stderr } = await tributary('query', 'message', text.id);
        return [
          ...expectEqual('the exit code of erase', erased.code, 0),
          ...expectEqual(`the exit code of query message (${stderr.trim()})`, code, 1),
        ];
      },
    },
    {
      name: 'a body that no adapter recognizes is quarantined',
      run: async () => {
        await tributary('send', unrecognized);
        return expectText('the list', await tributary('quarantine', 'list', ...from), 'innopaas');
      },
    },
    {
      name: 'a replay of the quarantine leaves what is still not recognized',
      run: async () => {
        const replayed = await tributary('quarantine', 'replay', ...from, '--yes');
        const left = await tributary('quarantine', 'list', ...from);
        return [
          ...expectEqual(`the exit code (${replayed.stderr.trim()})`, replayed.code, 0),
          ...expectText('the list', left, 'innopaas'),
        ];
      },
    },
    {
      name: 'a subscriber receives an event, a replay of it, and the redrive of a dead letter',
      run: () => checkSubscriber(tributary, account),
    },
    {
      name: 'a file that could not be mirrored is mirrored from another address',
      run: () => checkMediaRetry(tributary, account),
    },
    {
      name: 'a rotated token is accepted, and the old one until it is confirmed',
      run: async () => {
        const before = await tributary('send', text.fixture);
        const rotated = await tributary('secrets', 'rotate', 'incs', '--yes');
        const after = await tributary('send', text.fixture);
        const confirmed = await tributary('secrets', 'rotate', 'incs', '--confirm', '--yes');
        return expectEqual(
          'exit codes',
          [before, rotated, after, confirmed].map(({ code }) => code),
          [0, 0, 0, 0],
        );
      },
    },
    {
      name: 'there are no dead letters',
      run: async () => {
        const { code, lines } = await tributary('dead-letters', 'list');
        const waiting = lines.filter(({ messages, kind }) => kind !== 'media' || messages !== 0);
        return [...expectEqual('exit code', code, 0), ...expectEqual('dead letters', waiting, [])];
      },
    },
    {
      name: 'a stack that was removed leaves its data, and a new one adopts it',
      run: async () => {
        await tributary('send', text.fixture);
        const { lines } = await tributary('retained');
        const [retained = {}] = lines as readonly Readonly<Record<string, object>>[];
        await deployment.destroy();
        const gone = await tributary('doctor');
        await deployment.adopt(withoutSecrets(retained));
        const found = await tributary('query', 'message', text.id);
        const sent = await tributary('send', text.fixture);
        const kinds = Object.values(retained).flatMap((identifier) => Object.keys(identifier));
        return [
          ...expectEqual('kinds that stay', [...new Set(kinds)].sort(), keptKinds),
          ...expectEqual(`the exit code without a stack (${gone.stderr.trim()})`, gone.code, 1),
          ...expectText('the adopted table', found, text.id),
          ...expectEqual('the exit code of send afterwards', sent.code, 0),
        ];
      },
    },
  ];
}

async function checkSubscriber(tributary: Tributary, account: Account): Promise<readonly string[]> {
  const receive = await account.subscribe({ 'detail-type': ['message.received'] });
  const isText = (replayed: boolean) => (event: ReceivedEvent) =>
    event.detail.data.message?.id === text.id &&
    (event.detail.metadata.replayed ?? false) === replayed;
  await tributary('send', text.fixture);
  const first = await receive(isText(false));
  const replay = await tributary('replay', '--message', text.id, '--yes');
  const again = await receive(isText(true));
  await account.putOldRecord(`message#incs#${text.id}`);
  const listed = await tributary('dead-letters', 'list');
  const redrive = await tributary('dead-letters', 'redrive', '--events', '--yes');
  const redriven = await receive(isText(false));
  return [
    ...expectEqual('the event arrived', first !== undefined, true),
    ...expectEqual(`the exit code of replay (${replay.stderr.trim()})`, replay.code, 0),
    ...expectEqual('the id of the replay', again?.detail.metadata.id, first?.detail.metadata.id),
    ...expectText('the list of dead letters', listed, 'aws/lambda/'),
    ...expectEqual(`the exit code of redrive (${redrive.stderr.trim()})`, redrive.code, 0),
    ...expectEqual(
      'the id of the redrive',
      redriven?.detail.metadata.id,
      first?.detail.metadata.id,
    ),
  ];
}

async function checkMediaRetry(tributary: Tributary, account: Account): Promise<readonly string[]> {
  const id = 'wamid.check-aws-file';
  const folder = await mkdtemp(join(tmpdir(), 'callback-'));
  try {
    const file = join(folder, 'image.json');
    await writeFile(file, await toImageCallback(id));
    await tributary('send', file, '--provider', 'incs');
    const failed = await untilListed(tributary, id, 'failed');
    const url = await account.putFile(Buffer.from('a picture'), 'image/jpeg');
    const retry = await tributary(
      ...['media', 'retry', '--message', id, '--file', '0', '--url', url, '--force', '--yes'],
    );
    return [
      ...failed,
      ...expectEqual(`the exit code of media retry (${retry.stderr.trim()})`, retry.code, 0),
      ...(await untilListed(tributary, id, 'stored')),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The fixture of an image, at an address that the mirror refuses, and without a hash. */
async function toImageCallback(id: string): Promise<string> {
  const fixture = 'fixtures/incs/new_message.whatsapp-image.payload.json';
  const callback = JSON.parse(await readFile(join(projectDirectory, fixture), 'utf8'));
  const [message] = callback.message.messages;
  message.id = id;
  message.image = { mime_type: 'image/jpeg', link: 'http://127.0.0.2/photo.jpg' };
  return JSON.stringify(callback);
}

const listAttempts = 10;

/** Waits until the only file of a message has this state. */
async function untilListed(
  tributary: Tributary,
  id: string,
  state: string,
): Promise<readonly string[]> {
  let problems: readonly string[] = [];
  for (let attempt = 0; attempt < listAttempts; attempt += 1) {
    const listed = await tributary('media', 'list', '--message', id);
    problems = expectText('the list of files', listed, `"state":"${state}"`);
    if (problems.length === 0) return [];
    await setTimeout(1_000);
  }
  return problems;
}

const keptKinds = ['BucketName', 'Id', 'TableName'];

/** The emulator cannot import secrets (README.md): they are created anew. */
function withoutSecrets(
  retained: Readonly<Record<string, object>>,
): Readonly<Record<string, object>> {
  return Object.fromEntries(Object.entries(retained).filter(([, named]) => !('Id' in named)));
}

/** Every check that failed, without the known faults of the emulator. */
function examine(command: string, { lines, stderr }: CommandResult): readonly string[] {
  const { unknown, stale } = findFaults(command, lines);
  const ok = lines.filter(({ state }) => state === 'ok').length;
  return [
    ...(ok === 0 ? [`no check passed:\n${stderr}`] : []),
    ...unknown.map((line) => JSON.stringify(line)),
    ...stale.map((fault) => `${fault} works on the emulator now: remove it from the known faults`),
  ];
}

function expectText(name: string, result: CommandResult, wanted: string): readonly string[] {
  if (JSON.stringify(result.lines).includes(wanted)) return [];
  return [`${name} has no ${wanted}:\n${result.stderr}`];
}

function expectEqual(name: string, actual: unknown, expected: unknown): readonly string[] {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  return found === wanted ? [] : [`${name}: ${found}, and not ${wanted}`];
}
