import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { projectDirectory } from '../../tools/project-directory.ts';
import { eventually } from './eventually.ts';

/** A block of the README of an example. */
export interface Step {
  /** Commands, a command that runs until the end, or what must be printed. */
  readonly kind: 'sh' | 'sh keeps-running' | 'text';
  readonly text: string;
}

/** The blocks that say how to run an example; none where its README does not say it in this form. */
export function readSteps(folder: string): readonly Step[] {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const [, chapter = ''] = readme.split(/^## Run it$/m);
  return [...chapter.matchAll(/^```(sh keeps-running|sh|text)\n(.*?)^```$/gms)].map(
    ([, kind, text = '']) => ({ kind: kind as Step['kind'], text: text.trim() }),
  );
}

/**
 * Does what the README of an example says, in its folder, and expects what it says will be printed. Only the ports
 * are others: those of the README may be taken. `…` stands for any text.
 *
 * @throws {Error} when a command fails
 */
export async function followReadme(folder: string): Promise<void> {
  const [port, chatPort] = await Promise.all([findFreePort(), findFreePort()]);
  const environment = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_|AWS_|CDK_)/.test(name)),
    ),
    PATH: toPath(),
    NO_COLOR: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    CHAT_PORT: String(chatPort),
    RECEIVER_PORT: String(chatPort),
  };
  const running: ChildProcess[] = [];
  let printed = '';
  const start = (command: string, isOwnGroup: boolean) => {
    const child = spawn(command, {
      cwd: folder,
      env: environment,
      shell: true,
      detached: isOwnGroup,
    });
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk) => {
        printed += chunk;
      });
    }
    return child;
  };
  const run = async (commands: string) => {
    const child = start(`set -e\n${commands.replaceAll('8787', String(port))}`, false);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${commands} ended with ${code}:\n${printed}`);
  };
  const keepRunning = async (command: string) => {
    const isEmulator = command.endsWith('tributary start');
    const child = start(isEmulator ? `${command} --port ${port}` : command, true);
    running.push(child);
    const before = printed.length;
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`${command} ended:\n${printed}`);
      const isReady = isEmulator ? printed.includes('AWS_ENDPOINT_URL=') : printed.length > before;
      if (!isReady) throw new Error(`${command} is not ready:\n${printed}`);
    });
  };
  const removeState = () => {
    for (const name of ['.tributary', 'cdk.out']) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  };

  removeState();
  try {
    let commands = '';
    for (const { kind, text } of readSteps(folder)) {
      if (kind === 'sh keeps-running') await keepRunning(text);
      else if (kind === 'sh') {
        commands = text;
        await run(commands);
      } else {
        await eventually(async () => {
          if (toPattern(text).test(printed)) return;
          // Somebody who reads too early reads again.
          if (!commands.includes('tributary send')) await run(commands);
          throw new Error(`${text} was not printed:\n${printed}`);
        });
      }
    }
  } finally {
    await Promise.all(running.map(interrupt));
    removeState();
  }
}

/** As in a shell, without the programs that npm adds for the test, and with the Node.js of this process. */
function toPath(): string {
  const ofShell = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((each) => !each.includes('node_modules'));
  return [dirname(process.execPath), ...ofShell].join(delimiter);
}

/** The text as it is, with any text of one line for each `…`. */
function toPattern(text: string): RegExp {
  return new RegExp(text.split('…').map(escapeText).join('[^\\n]*'));
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Ctrl-C reaches the whole process group. */
async function interrupt(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGINT');
  await closed;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** The examples of the repository, each a folder with steps in its README. */
export const examplesFolder = join(projectDirectory, 'sdk/examples');

export function listExamples(): readonly string[] {
  return readdirSync(examplesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readSteps(join(examplesFolder, name)).length > 0);
}

/** Whether this machine lacks the Python, or the package of it, that the example needs. */
export function lacksPython(name: string): boolean {
  const needed = { 'python-reader': 'import boto3', 'http-receiver-python': '' }[name];
  return needed !== undefined && spawnSync('python3', ['-c', needed]).status !== 0;
}
