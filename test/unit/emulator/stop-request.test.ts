import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';

const waiting = `
import { stopRequest } from './tools/emulator/command-line/stop-request.ts';
const alive = setInterval(() => {}, 1000);
stopRequest().then(() => { console.log('stopped'); clearInterval(alive); });
console.log(process.pid);`;

/** Like `npm start`: a program whose shell runs another program. */
const npm = `
const { spawn } = require('node:child_process');
const node = [process.execPath, '--experimental-strip-types', '--no-warnings', '--input-type=module'];
spawn('sh', ['-c', '"$@"; true', 'sh', ...node, '-e', process.env.PROGRAM], { stdio: 'inherit' });`;

it('a program is asked to stop when the npm that started it is killed', async () => {
  const parent = spawn(process.execPath, ['-e', npm], {
    env: { ...process.env, PROGRAM: waiting, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: parent.stdout });
  const [processId] = await once(lines, 'line');
  onTestFinished(() => {
    if (!stopped) process.kill(Number(processId), 'SIGKILL');
  });
  let stopped = false;

  parent.kill('SIGKILL');

  const [line] = await once(lines, 'line');
  stopped = line === 'stopped';
  expect(line).toBe('stopped');
});
