import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReceivedRecord, RecordVisibility } from '../../../shared/queues/record-visibility.ts';
import { createSqsRecordVisibility } from '../../../shared/queues/sqs-record-visibility.ts';
import { serveFauxqs } from '../../../tools/emulator/engines/fauxqs-server.ts';
import { Queue } from '../../simulation/aws/sqs.ts';
import { jsonFaults, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryRecordVisibility } from '../../support/memory-record-visibility.ts';
import { clientSettings } from './client-settings.ts';
import { expectToWait } from './expect-to-wait.ts';
import { createSimulation } from './simulation.ts';

/** The visibility timeout of every queue here, which hides a record from its receipt on. */
const queueSeconds = 30;

interface OpenRecordVisibility {
  readonly hide: RecordVisibility['hide'];
  /** A record that was just received from this queue. */
  readonly receive: (queueName: string) => Promise<ReceivedRecord>;
  /** For how long a record is hidden from the last call on, in seconds; read past the port. */
  readonly hiddenSeconds: (record: ReceivedRecord) => number;
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenRecordVisibility> {
  const memory = createMemoryRecordVisibility();
  let received = 0;
  return {
    hide: memory.hide,
    receive: async (queueName) => {
      received += 1;
      return { eventSourceARN: toArn(queueName), receiptHandle: `${received}` };
    },
    hiddenSeconds: ({ receiptHandle }) => {
      const [, seconds] = memory.hidden.findLast(([handle]) => handle === receiptHandle) ?? [];
      return seconds ?? queueSeconds;
    },
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

async function openSqs() {
  const engine = await serveFauxqs(0, undefined);
  const origin = `http://127.0.0.1:${engine.port}`;
  const proxy = await startFaultyProxy(origin);
  const toClient = (endpoint: string) =>
    new SQSClient({ ...clientSettings(endpoint), useQueueUrlAsEndpoint: false });
  const receiver = toClient(origin);
  const client = toClient(proxy.endpoint);
  return {
    hide: createSqsRecordVisibility(client).hide,
    receive: async (queueName: string): Promise<ReceivedRecord> => {
      if (!engine.inspectQueue(queueName)) engine.createQueue(queueName);
      const { url = '', arn = '' } = engine.inspectQueue(queueName) ?? {};
      engine.sendMessage(queueName, '{}');
      const receive = new ReceiveMessageCommand({ QueueUrl: url });
      const { Messages: [message] = [] } = await receiver.send(receive);
      return { eventSourceARN: arn, receiptHandle: message?.ReceiptHandle ?? '' };
    },
    hiddenSeconds: ({ eventSourceARN, receiptHandle }: ReceivedRecord) => {
      const queueName = eventSourceARN.slice(eventSourceARN.lastIndexOf(':') + 1);
      const { inflight = [] } = engine.inspectQueue(queueName)?.messages ?? {};
      const message = inflight.find((each) => each.receiptHandle === receiptHandle);
      return message === undefined ? 0 : (message.visibilityDeadline - Date.now()) / 1000;
    },
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      receiver.destroy();
      client.destroy();
      await proxy.stop();
      await engine.stop();
    },
    proxy,
  };
}

async function openModel(): Promise<OpenRecordVisibility> {
  const { world, environment, run, setOutage } = createSimulation();
  const { scheduler } = world;
  const toRecord = async () => {
    let visibleAtMs = 0;
    let calledAtMs = scheduler.nowMs;
    const queue = new Queue(world, {
      visibilityTimeoutMs: queueSeconds * 1000,
      maxReceiveCount: 6,
      onVisible: () => {
        visibleAtMs = scheduler.nowMs;
      },
    });
    queue.send('{}');
    const [record] = queue.receive(1);
    if (record === undefined) throw new Error('the queue has no visible record');
    const { hide } = createSqsRecordVisibility(queue.clientFor(environment));
    await run(async () => {});
    return {
      record,
      hide: (seconds: number) =>
        run(async () => {
          await hide(record, seconds);
          calledAtMs = scheduler.nowMs;
        }),
      hiddenSeconds: () => (visibleAtMs - calledAtMs) / 1000,
    };
  };
  const received = new Map<ReceivedRecord, Awaited<ReturnType<typeof toRecord>>>();
  return {
    receive: async () => {
      const one = await toRecord();
      received.set(one.record, one);
      return one.record;
    },
    hide: async (record, seconds) => received.get(record)?.hide(seconds),
    hiddenSeconds: (record) => received.get(record)?.hiddenSeconds() ?? 0,
    setDown: (isDown) => setOutage('sqs', isDown),
    close: async () => {},
  };
}

function toArn(queueName: string): string {
  return `arn:aws:sqs:us-east-1:000000000000:${queueName}`;
}

const unavailable = { name: 'TributaryError', code: 'queue_unavailable', retryable: true };

/**
 * A record is hidden for this long. The calls take a moment, or many seconds on a busy machine; half of
 * the time is still longer than what another call would have set.
 */
function expectHidden(opened: OpenRecordVisibility, record: ReceivedRecord, seconds: number) {
  const hiddenSeconds = Math.max(0, opened.hiddenSeconds(record));
  expect(hiddenSeconds).toBeLessThanOrEqual(seconds);
  expect(hiddenSeconds).toBeGreaterThanOrEqual(seconds / 2);
}

/**
 * The visibility of a received record, by which the mirror sets the time of its next attempt.
 *
 * Guaranteed:
 * - when `hide` returns, the record is hidden for the given time from the call on, and 0 makes it
 *   visible at once, whatever the queue's own timeout is;
 * - the last call for a record decides;
 * - other records of the queue, and other queues, are not affected;
 * - all errors are retryable, and after one the same call may be made again.
 *
 * Not guaranteed: that SQS never delivers a hidden record, and that nothing changed when `hide` throws.
 */
describe.each([
  ['in memory', openMemory],
  ['in SQS', openSqs],
  ['in the SQS of the simulation', openModel],
])('the visibility timeout of a record %s', (_where, open) => {
  let opened: OpenRecordVisibility;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it.each([0, 60, 21_600])('ends %i seconds after the call', async (seconds) => {
    const record = await opened.receive(`hidden-${seconds}`);
    await opened.hide(record, seconds);
    expectHidden(opened, record, seconds);
  });

  it('is decided by the last call', async () => {
    const record = await opened.receive('twice');
    await opened.hide(record, 21_600);
    await opened.hide(record, 600);
    expectHidden(opened, record, 600);
  });

  it('does not change with that of another record, in the same queue or in another', async () => {
    const [record, second] = [await opened.receive('media'), await opened.receive('media')];
    const third = await opened.receive('other');
    await opened.hide(record, 600);
    expectHidden(opened, record, 600);
    expectHidden(opened, second, queueSeconds);
    expectHidden(opened, third, queueSeconds);
  });

  it('cannot be changed while the queue cannot be reached, which is a retryable error', async () => {
    const record = await opened.receive('outage');
    opened.setDown(true);
    await expect(opened.hide(record, 600)).rejects.toMatchObject(unavailable);
    opened.setDown(false);
    await opened.hide(record, 600);
    expectHidden(opened, record, 600);
  });
});

describe('the visibility timeout of a record in SQS that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openSqs>>;

  beforeAll(async () => {
    opened = await openSqs();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(jsonFaults))('throws a retryable error when %s', async (_name, fault) => {
    const record = await opened.receive('fault');
    opened.proxy.setFault(fault);
    await expect(opened.hide(record, 600)).rejects.toMatchObject(unavailable);
    opened.proxy.setFault(undefined);
    await opened.hide(record, 600);
    expectHidden(opened, record, 600);
  });

  it('throws a retryable error when SQS does not accept the receipt handle', async () => {
    const record = { ...(await opened.receive('stale')), receiptHandle: 'stale' };
    await expect(opened.hide(record, 600)).rejects.toMatchObject(unavailable);
  });

  it('does not return before the queue has confirmed the change', async () => {
    const record = await opened.receive('held');
    await expectToWait(
      opened.proxy,
      () => opened.hide(record, 600),
      async () => opened.hiddenSeconds(record) > queueSeconds,
    );
  });
});
