import path from 'node:path';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEventBridgeBus } from '../../../functions/publisher/eventbridge-bus.ts';
import type { BusEntry, EventBus } from '../../../functions/publisher/ports.ts';
import { maxEntries } from '../../../functions/publisher/ports.ts';
import type { JsonService } from '../../../tools/emulator/aws/json-service.ts';
import { openEventLog } from '../../../tools/emulator/event-bridge/event-log.ts';
import { createEventBridge } from '../../../tools/emulator/event-bridge/service.ts';
import { EventBus as ModelBus } from '../../simulation/aws/event-bridge.ts';
import { startAwsServices } from '../../support/aws-services.ts';
import { jsonFaults, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import { clientSettings } from './client-settings.ts';
import { expectToWait } from './expect-to-wait.ts';
import { createSimulation } from './simulation.ts';

/**
 * The bus, as the publisher sees it.
 *
 * Guaranteed:
 * - one outcome for each entry, in order;
 * - `published` means that the bus has the entry, with its `detail` byte for byte;
 * - an entry that the bus can never take is `rejected`, and does not keep the others from being
 *   published, also when it makes the whole call invalid;
 * - an entry that the bus may take later is `failed`;
 * - all errors are retryable, and after one the same entries may be offered again.
 *
 * Not guaranteed: that the bus does not have an entry that is `failed` or whose call throws, and that
 * subscribers receive entries in this order.
 */
interface OpenEventBus {
  readonly publish: EventBus['publish'];
  /** What the bus has, in the order in which it took it. */
  readonly published: () => readonly BusEntry[];
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenEventBus> {
  const memory = createMemoryEventBus();
  return {
    publish: memory.publish,
    published: () => memory.published,
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

const putEvents = z.object({
  Entries: z.array(
    z.object({
      EventBusName: z.literal('bus'),
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
    }),
  ),
});

interface PutEventsResult {
  readonly Entries: readonly { readonly EventId?: string }[];
}

async function openEventBridge() {
  const published: BusEntry[] = [];
  const results: object[] = [];
  /** The emulator's service; it notes down which entries it took, as it received them. */
  const toService = (directory: string): JsonService => {
    const log = openEventLog(path.join(directory, 'events.jsonl'));
    const { service } = createEventBridge(log, () => new Date());
    service.CreateEventBus?.({ Name: 'bus' });
    return {
      PutEvents: async (input) => {
        const result = (results.shift() ?? (await service.PutEvents?.(input))) as PutEventsResult;
        const { Entries } = putEvents.parse(input);
        published.push(
          ...Entries.filter((_entry, index) => result.Entries[index]?.EventId).map(
            ({ Source: source, DetailType: detailType, Detail: detail }) => ({
              source,
              detailType,
              detail,
            }),
          ),
        );
        return result;
      },
    };
  };
  const services = await startAwsServices((directory) => ({
    events: { operations: toService(directory) },
  }));
  const proxy = await startFaultyProxy(services.endpoint);
  const client = new EventBridgeClient(clientSettings(proxy.endpoint));
  return {
    publish: createEventBridgeBus(client, 'bus').publish,
    published: () => published,
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      client.destroy();
      await proxy.stop();
      await services.stop();
    },
    proxy,
    /** The service responds to the next call with this, and takes nothing else. */
    respondOnce: (result: object) => results.push(result),
  };
}

async function openModel(): Promise<OpenEventBus> {
  const { world, environment, run, setOutage } = createSimulation();
  const model = new ModelBus(world, () => {});
  const { publish } = createEventBridgeBus(model.clientFor(environment), 'bus');
  return {
    publish: (entries) => run(() => publish(entries)),
    published: () =>
      model.accepted.map(({ source, text, ...event }) => ({
        source,
        detailType: event['detail-type'],
        detail: text,
      })),
    setDown: (isDown) => setOutage('eventbridge', isDown),
    close: async () => {},
  };
}

function toEntry(id: string): BusEntry {
  const detail = JSON.stringify({ metadata: { id }, data: {} });
  return { source: 'tributary.incs', detailType: 'message.received', detail };
}

const unreachable = { name: 'TributaryError', code: 'publish_failed', retryable: true };

describe.each([
  ['in memory', openMemory],
  ['on EventBridge', openEventBridge],
  ['on the EventBridge of the simulation', openModel],
])('a bus %s', (_where, open) => {
  let opened: OpenEventBus;

  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('publishes as many entries as one call takes, in order', async () => {
    const entries = Array.from({ length: maxEntries }, (_, index) => toEntry(`m${index}`));
    expect(await opened.publish(entries)).toEqual(entries.map(() => 'published'));
    expect(opened.published()).toEqual(entries);
  });

  it('returns no outcome for no entry', async () => {
    expect(await opened.publish([])).toEqual([]);
    expect(opened.published()).toEqual([]);
  });

  it.each([
    ['spaces and line breaks', '{ "metadata" : {"id":"1"},\n\t"data":{ } }\n'],
    ['escapes that need not be', '{"metadata":{"id":"1"},"data":{"\\u0061":"\\u00fc\\/\\ud83d"}}'],
    ['numbers in another spelling', '{"metadata":{"id":"1"},"data":{"n":[1.0,1e2,-0,0.10]}}'],
    ['keys in another order, and twice', '{"data":{"b":1,"a":2,"b":3},"metadata":{"id":"1"}}'],
    ['keys that are numbers', '{"metadata":{"id":"1"},"data":{"b":1,"2":2,"1":1}}'],
    ['texts that are not ASCII', '{"metadata":{"id":"1"},"data":{"text":"Grüße, 図 \u{1F600}"}}'],
    ['integers beyond a double', '{"metadata":{"id":"1"},"data":{"id":9007199254740993}}'],
  ])('publishes a detail with %s byte for byte', async (_what, detail) => {
    const entry = { ...toEntry('1'), detail };
    expect(await opened.publish([entry])).toEqual(['published']);
    expect(opened.published()).toEqual([entry]);
  });

  it.each(['not JSON', '[1]', 'null', '{"metadata":'])(
    'rejects the entry whose detail is %j, and publishes the others',
    async (detail) => {
      const [a, b] = [toEntry('a'), toEntry('b')];
      const outcomes = await opened.publish([a, { ...toEntry('poison'), detail }, b]);
      expect(outcomes).toEqual(['published', 'rejected', 'published']);
      expect(opened.published()).toEqual([a, b]);
    },
  );

  it('throws a retryable error while it cannot be reached, and takes the entries later', async () => {
    opened.setDown(true);
    await expect(opened.publish([toEntry('a'), toEntry('b')])).rejects.toMatchObject(unreachable);
    opened.setDown(false);
    expect(await opened.publish([toEntry('a'), toEntry('b')])).toEqual(['published', 'published']);
  });
});

describe('a bus on EventBridge that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openEventBridge>>;

  beforeEach(async () => {
    opened = await openEventBridge();
  });
  afterEach(() => opened.close());

  it.each(Object.entries(jsonFaults))('throws a retryable error when %s', async (_name, fault) => {
    opened.proxy.setFault(fault);
    await expect(opened.publish([toEntry('a'), toEntry('b')])).rejects.toMatchObject(unreachable);
  });

  it('rejects an entry that is too large for any call, and publishes the others', async () => {
    const [a, b] = [toEntry('a'), toEntry('b')];
    const large = { ...toEntry('large'), detail: `{"text":"${'x'.repeat(1_100_000)}"}` };
    expect(await opened.publish([a, large, b])).toEqual(['published', 'rejected', 'published']);
    expect(opened.published()).toEqual([a, b]);
  });

  it('rejects the only entry when it makes the call invalid', async () => {
    const large = { ...toEntry('large'), detail: `{"text":"${'x'.repeat(1_100_000)}"}` };
    expect(await opened.publish([large])).toEqual(['rejected']);
  });

  it('returns for each entry what became of it', async () => {
    opened.respondOnce({
      FailedEntryCount: 3,
      Entries: [
        { EventId: '1' },
        { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' },
        { ErrorCode: 'InternalFailure', ErrorMessage: '' },
        { ErrorCode: 'InvalidArgument', ErrorMessage: '' },
      ],
    });
    const entries = ['a', 'b', 'c', 'd'].map(toEntry);
    expect(await opened.publish(entries)).toEqual(['published', 'failed', 'failed', 'rejected']);
    expect(opened.published()).toEqual([entries[0]]);
  });

  it('returns failed for an entry that the response does not name', async () => {
    opened.respondOnce({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    expect(await opened.publish([toEntry('a'), toEntry('b')])).toEqual(['published', 'failed']);
  });

  it('does not return before the bus has confirmed the entries', async () => {
    const outcomes = await expectToWait(
      opened.proxy,
      () => opened.publish([toEntry('a')]),
      async () => opened.published().length === 1,
    );
    expect(outcomes).toEqual(['published']);
  });
});
