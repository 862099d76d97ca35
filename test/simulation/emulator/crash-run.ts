import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../../tools/emulator/engines/free-port.ts';
import { Random } from '../random.ts';
import { type Balance, type CrashReport, isComplete, toBalance } from './crash-report.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { countOnBus, readHoldings } from './holdings.ts';
import { type KillTarget, planKills } from './kill-plan.ts';
import { sendLoad } from './load.ts';
import { isUnrecognized, mediaHashOf, payloadHashOf, planMessages } from './messages.ts';

export interface CrashRunOptions {
  readonly seed: number;
  readonly callbacks: number;
  /** Share of the callbacks that repeat an earlier one. */
  readonly duplicates: number;
  readonly connections: number;
  /** Number of kills under load, of the gateway and of each engine alone in rotation. */
  readonly kills: number;
  /** The cloud assembly of the stack, with built bundles. */
  readonly assemblyDirectory: string;
  readonly onProgress?: (line: string) => void;
}

/** Time limit for the outbox and the mirror to finish after the load. */
const drainTimeoutMs = 600_000;

/**
 * Puts the emulator under load and kills it and its engines at random moments with SIGKILL. A killed
 * emulator is started again with the same data; a killed engine is restarted by the emulator. Then the
 * acknowledged callbacks are compared with the table, the bus and the buckets.
 */
export async function runCrash(options: CrashRunOptions): Promise<CrashReport> {
  const { callbacks, duplicates, connections, assemblyDirectory, onProgress = () => {} } = options;
  const random = new Random(options.seed);
  const messages = planMessages(callbacks, duplicates, random);
  const plan = planKills(options.kills, callbacks, random);
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-crash-'));
  const port = await findFreePort();
  const start = () => startGatewayProcess({ dataDirectory, assemblyDirectory, port });
  const kills = { gateway: 0, dynoxide: 0, fauxqs: 0 };
  const ending = new AbortController();
  let gateway = start();

  async function kill(target: KillTarget): Promise<void> {
    onProgress(`killing ${target}`);
    kills[target] += 1;
    const running = await gateway;
    if (target !== 'gateway') return running.killEngine(target);
    gateway = running.kill().then(start);
    await gateway;
  }

  try {
    await gateway;
    const startedAtMs = performance.now();
    const sending = sendLoad({
      messages,
      connections,
      callbackUrl: async () => (await gateway).callbackUrl,
      onAcknowledged: (count) => {
        if (count % 10_000 === 0) onProgress(`${count} of ${callbacks} acknowledged`);
        plan.reached(count);
      },
      signal: ending.signal,
    });
    const [{ responses }] = await Promise.all([sending, plan.run(kill)]);
    const seconds = (performance.now() - startedAtMs) / 1000;
    onProgress('the load is over, waiting for the outbox and the mirror');
    const distinct = new Set(messages);
    return {
      callbacks,
      messages: countMessages(distinct),
      media: countMedia(distinct),
      payloads: [...distinct].filter((callback) => payloadHashOf(callback) !== undefined).length,
      kills,
      seconds: Math.round(seconds),
      acknowledgedPerSecond: Math.round(callbacks / seconds),
      responses: Object.fromEntries(responses),
      balance: await balanceWhenDrained(await gateway, dataDirectory, distinct),
    };
  } finally {
    ending.abort();
    await (await gateway.catch(() => undefined))?.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/** Reads the balance when the bus has enough events, and again until it is complete. */
async function balanceWhenDrained(
  gateway: GatewayProcess,
  dataDirectory: string,
  callbacks: ReadonlySet<number>,
): Promise<Balance> {
  const endsAtMs = performance.now() + drainTimeoutMs;
  // An unrecognized callback has an event too: `callback.quarantined`.
  const expectedOnBus = callbacks.size + countMedia(callbacks);
  while ((await countOnBus(dataDirectory)) < expectedOnBus && performance.now() < endsAtMs) {
    await delay(500);
  }
  for (;;) {
    const balance = toBalance(callbacks, await readHoldings(gateway, dataDirectory));
    if (isComplete(balance, countMessages(callbacks)) || performance.now() > endsAtMs)
      return balance;
    await delay(500);
  }
}

function countMessages(callbacks: ReadonlySet<number>): number {
  return [...callbacks].filter((callback) => !isUnrecognized(callback)).length;
}

function countMedia(callbacks: ReadonlySet<number>): number {
  return [...callbacks].filter((message) => mediaHashOf(message) !== undefined).length;
}
