import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEngines } from '../../../tools/emulator/engines/start-engines.ts';

/** Starts the two engines of the emulator with an empty state, and says so. It ends when its input does. */
const folder = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
const engines = await startEngines({
  dataFile: (name) => path.join(folder, name),
  inMemory: false,
  replacements: {},
  eventBridge: {},
  onError: console.error,
});
console.log('ready');
process.once('SIGINT', async () => {
  await engines.stop();
  await rm(folder, { recursive: true });
});
