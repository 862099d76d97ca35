import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Benchmark, Row } from '../benchmark.ts';
import { writeBareAssembly } from '../gateway/bare-assembly.ts';
import { createCallbacks } from '../gateway/callbacks.ts';
import { createSender } from '../gateway/send.ts';
import { type BenchGateway, startGateway } from '../gateway/start.ts';
import { median, quantile } from '../statistics.ts';

const connectionCounts = [1, 4, 16, 64];
const rounds = 5;
const roundMs = 1_500;

/** Limit of the latency of a response, relative to a bare `PutItem`. */
const maxRatio = 2;

const floor = 'bare PutItem, same endpoint, same engine';

/** The provider whose function is the naive handler, and the provider compared with it. */
const bare = 'itnio';
const measured = 'incs';

const nextCallback = createCallbacks(measured, 'new_message.whatsapp-text');

interface Round {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly perSecond: number;
}

/** (c) How long a provider waits for the response. */
export const acknowledge: Benchmark = {
  letter: 'c',
  title: 'acknowledgement: latency and throughput on the emulator',
  async run({ onProgress }) {
    const directory = await mkdtemp(path.join(tmpdir(), 'tributary-bench-'));
    try {
      onProgress('starting a gateway in which one provider is a bare PutItem');
      await writeBareAssembly(directory, bare);
      const gateway = await startGateway(directory);
      try {
        const rows: Row[] = [];
        for (const connections of connectionCounts) {
          onProgress(`${connections} connections`);
          rows.push(...(await compare(gateway, connections)));
        }
        return rows;
      } finally {
        await gateway.stop();
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};

async function compare({ urls }: BenchGateway, connections: number): Promise<readonly Row[]> {
  const taken: Record<'own' | 'bare', Round[]> = { own: [], bare: [] };
  // The first round starts environments and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const other = await sendFor(urls[bare]?.functionUrl ?? '', connections);
    const own = await sendFor(urls[measured]?.functionUrl ?? '', connections);
    if (round === 0) continue;
    taken.bare.push(other);
    taken.own.push(own);
  }
  const over = connections === 1 ? '1 connection' : `${connections} connections`;
  const row = (what: string, key: keyof Round, unit: Row['unit']) => ({
    what: `${over}: ${what}`,
    measured: median(taken.own.map((round) => round[key])),
    unit,
    against: floor,
    ratio: median(taken.own.map((round, at) => round[key] / (taken.bare[at]?.[key] ?? Number.NaN))),
  });
  return [
    { ...row('median', 'medianMs', 'ms'), limit: maxRatio },
    { ...row('99th percentile', 'p99Ms', 'ms'), limit: maxRatio },
    row('responses', 'perSecond', '/s'),
  ];
}

async function sendFor(url: string, connections: number): Promise<Round> {
  const sender = createSender(connections);
  const latencies: number[] = [];
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > roundMs;
  const work = Array.from({ length: connections }, async () => {
    while (!isOver()) {
      latencies.push(await sender.send(url, nextCallback().body));
    }
  });
  await Promise.all(work);
  const seconds = (performance.now() - startedAt) / 1000;
  sender.close();
  return {
    medianMs: median(latencies),
    p99Ms: quantile(latencies, 0.99),
    perSecond: latencies.length / seconds,
  };
}
