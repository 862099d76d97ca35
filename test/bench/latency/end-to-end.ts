import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { withLocalMedia } from '../../../tools/emulator-client/callback-fixtures.ts';
import type { Benchmark, Row } from '../benchmark.ts';
import { createCallbacks } from '../gateway/callbacks.ts';
import { createSender } from '../gateway/send.ts';
import { type BenchGateway, startGateway } from '../gateway/start.ts';
import { quantile } from '../statistics.ts';

const callbacks = 100;
const warmUps = 5;

interface Arrival {
  readonly event: TributaryEvent;
  readonly atMs: number;
}

/** (d) How long it takes until a callback is an event on the bus, and its file in the bucket. */
export const endToEnd: Benchmark = {
  letter: 'd',
  title: 'from the callback to the bus and to the bucket, on the emulator',
  async run({ onProgress }) {
    onProgress('starting the gateway');
    const gateway = await startGateway();
    const sender = createSender(1);
    try {
      onProgress(`${callbacks} callbacks with a file, one after the other`);
      const bus = createBusReader(gateway);
      const nextCallback = createCallbacks('incs', 'new_message.whatsapp-image');
      const url = gateway.urls.incs?.functionUrl ?? '';
      const toBus: number[] = [];
      const toBucket: number[] = [];
      for (let round = -warmUps; round < callbacks; round += 1) {
        const { body, messageId } = nextCallback();
        const sentAtMs = Date.now();
        await sender.send(url, withLocalMedia(body, `http://127.0.0.1:${gateway.port}`));
        const received = await bus.next(messageId, 'message.received');
        const stored = await bus.next(messageId, 'media.stored');
        if (round < 0) continue;
        // `media.stored` happened when the bucket had the file.
        toBus.push(received.atMs - sentAtMs);
        toBucket.push(Date.parse(stored.event.detail.metadata.occurredAt) - sentAtMs);
      }
      return [...toRows('callback to bus', toBus), ...toRows('callback to bucket', toBucket)];
    } finally {
      sender.close();
      await gateway.stop();
    }
  },
};

/** Reads the bus by long polling: a request waits for the next event. */
function createBusReader({ port }: BenchGateway) {
  const arrivals: Arrival[] = [];
  let since = 0;

  async function readMore(): Promise<void> {
    const response = await fetch(
      `http://127.0.0.1:${port}/_local/events?since=${since}&wait=20000`,
    );
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    if (lines.length === 0) throw new Error('no event arrived within twenty seconds');
    since += lines.length;
    const atMs = Date.now();
    arrivals.push(...lines.map((line) => ({ event: JSON.parse(line).event, atMs })));
  }

  return {
    /** Waits for the event of a message. */
    async next(messageId: string, type: TributaryEvent['detail-type']): Promise<Arrival> {
      for (;;) {
        const found = arrivals.find(
          ({ event }) => event['detail-type'] === type && idOf(event) === messageId,
        );
        if (found) return found;
        await readMore();
      }
    },
  };
}

function idOf({ detail: { data } }: TributaryEvent): string | undefined {
  if ('message' in data) return data.message.id;
  return 'messageId' in data ? data.messageId : undefined;
}

function toRows(what: string, taken: readonly number[]): readonly Row[] {
  return [
    { what: `${what}: median`, measured: quantile(taken, 0.5), unit: 'ms' },
    { what: `${what}: 90th percentile`, measured: quantile(taken, 0.9), unit: 'ms' },
    { what: `${what}: 99th percentile`, measured: quantile(taken, 0.99), unit: 'ms' },
  ];
}
