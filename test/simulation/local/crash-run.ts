import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../random.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { messageId, sendLoad } from './load.ts';
import { type Holdings, readHoldings } from './reconcile.ts';

export interface CrashRunOptions {
  readonly seed: number;
  readonly callbacks: number;
  /** Share of the callbacks that tell a message once more. */
  readonly duplicates: number;
  readonly connections: number;
  /** How often the gateway is killed while it is under load. */
  readonly kills: number;
  readonly onProgress?: (line: string) => void;
}

/** The books of one run; everything that is acknowledged must be in the table and on the bus. */
export interface CrashReport {
  readonly callbacks: number;
  readonly messages: number;
  readonly kills: number;
  readonly seconds: number;
  readonly acknowledgedPerSecond: number;
  /** Answers by status; 0: the connection broke. */
  readonly answers: Readonly<Record<string, number>>;
  readonly inTable: number;
  readonly onBus: number;
  /** Acknowledged messages that are not in the table, not there once, or not on the bus. */
  readonly missingInTable: number;
  readonly twiceInTable: number;
  readonly missingOnBus: number;
  /** Events that came to the bus more than once: with kills they may, without they must not. */
  readonly repeatedOnBus: number;
}

/** Whether everything is where it must be, and nothing is twice without a reason. */
export function isBalanced(report: CrashReport): boolean {
  const isComplete = report.inTable === report.messages && report.onBus === report.messages;
  const lost = report.missingInTable + report.twiceInTable + report.missingOnBus;
  return isComplete && lost === 0 && (report.kills > 0 || report.repeatedOnBus === 0);
}

/** Longest time that the outbox may take to work off what is left when the load is over. */
const drainTimeoutMs = 600_000;

/**
 * Puts a gateway on this machine under load, kills it at random moments with SIGKILL, its engines
 * with it, starts it again on what is left, and compares the books.
 */
export async function runCrash(options: CrashRunOptions): Promise<CrashReport> {
  const { callbacks, connections, kills, onProgress = () => {} } = options;
  const random = new Random(options.seed);
  const messages = toMessages(options, random);
  const distinct = new Set(messages);
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tributary-crash-'));
  const port = await findFreePort();
  let gateway = startGatewayProcess(dataDirectory, port);
  const killAt = Array.from({ length: kills }, () => random.integer(1, callbacks - 1)).sort(
    (a, b) => a - b,
  );
  let killing: Promise<GatewayProcess> | undefined;
  const restart = async (running: GatewayProcess) => {
    await running.kill();
    onProgress('killed');
    return startGatewayProcess(dataDirectory, port);
  };
  try {
    await gateway;
    const startedAtMs = performance.now();
    const { answers } = await sendLoad({
      messages,
      connections,
      callbackUrl: async () => (await gateway).callbackUrl,
      onAcknowledged: (count) => {
        if (count % 10_000 === 0) onProgress(`${count} of ${callbacks} acknowledged`);
        if (killing || killAt[0] === undefined || count < killAt[0]) return;
        killAt.shift();
        killing = gateway.then(restart);
        gateway = killing;
        killing.finally(() => {
          killing = undefined;
        });
      },
    });
    const seconds = (performance.now() - startedAtMs) / 1000;
    onProgress('the load is over, waiting for the outbox');
    const holdings = await drained(await gateway, dataDirectory, distinct.size);
    return {
      callbacks,
      messages: distinct.size,
      kills: kills - killAt.length,
      seconds: Math.round(seconds),
      acknowledgedPerSecond: Math.round(callbacks / seconds),
      answers: Object.fromEntries(answers),
      ...balance(distinct, holdings),
    };
  } finally {
    await (await gateway.catch(() => undefined))?.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

function toMessages({ callbacks, duplicates }: CrashRunOptions, random: Random): readonly number[] {
  let fresh = 0;
  return Array.from({ length: callbacks }, () => {
    if (fresh > 0 && random.chance(duplicates)) return random.integer(0, fresh - 1);
    fresh += 1;
    return fresh - 1;
  });
}

/** Reads the books again until every fact is on the bus. */
async function drained(
  gateway: GatewayProcess,
  dataDirectory: string,
  messages: number,
): Promise<Holdings> {
  const endsAtMs = performance.now() + drainTimeoutMs;
  for (;;) {
    const holdings = await readHoldings(gateway, dataDirectory);
    const isDone = holdings.idsInTable.size >= messages && missingOnBus(holdings) === 0;
    if (isDone || performance.now() > endsAtMs) return holdings;
    await delay(500);
  }
}

function missingOnBus({ idsInTable, onBus }: Holdings): number {
  return [...idsInTable].filter((id) => !onBus.has(id)).length;
}

function balance(messages: ReadonlySet<number>, holdings: Holdings) {
  const { inTable, onBus } = holdings;
  const counts = [...messages].map((number) => inTable.get(messageId(number)) ?? 0);
  return {
    inTable: inTable.size,
    onBus: onBus.size,
    missingInTable: counts.filter((count) => count === 0).length,
    twiceInTable: counts.filter((count) => count > 1).length,
    missingOnBus: missingOnBus(holdings),
    repeatedOnBus: [...onBus.values()].filter((count) => count > 1).length,
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}
