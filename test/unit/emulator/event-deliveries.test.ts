import { writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DeliveryRefused, runDeliveries } from '../../../tools/emulator/event-bridge/deliveries.ts';
import { type EventLog, openEventLog } from '../../../tools/emulator/event-bridge/event-log.ts';
import {
  createEventBridge,
  type EventBridge,
} from '../../../tools/emulator/event-bridge/service.ts';
import type { EventTarget } from '../../../tools/emulator/event-bridge/target.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const now = () => new Date('2026-11-21T10:00:00.000Z');

function bridgeWithRule(log: EventLog): EventBridge {
  const bridge = createEventBridge(log, now);
  bridge.service.CreateEventBus?.({ Name: 'bus' });
  bridge.service.PutRule?.({
    Name: 'rule',
    EventBusName: 'bus',
    EventPattern: '{"detail-type":["wanted"]}',
  });
  bridge.service.PutTargets?.({
    Rule: 'rule',
    EventBusName: 'bus',
    Targets: [{ Id: 'one', Arn: 'arn:aws:sqs:us-east-1:000000000000:queue' }],
  });
  return bridge;
}

function put(bridge: EventBridge, DetailType: string, name: string, bus = 'bus'): unknown {
  return bridge.service.PutEvents?.({
    Entries: [{ EventBusName: bus, Source: 's', DetailType, Detail: JSON.stringify({ name }) }],
  });
}

/** Delivers until the process ends in the middle of the delivery with that number. */
async function deliver(
  bridge: EventBridge,
  log: EventLog,
  cursorFile: string,
  { endsIn, failsIn }: { readonly endsIn: number; readonly failsIn?: number },
  errors: string[] = [],
) {
  const stopping = new AbortController();
  const delivered: string[] = [];
  await runDeliveries({
    log,
    eventBridge: bridge,
    cursorFile,
    signal: stopping.signal,
    now,
    onError: (line) => errors.push(line),
    deliver: async (_, event) => {
      delivered.push((event.detail as { readonly name: string }).name);
      if (delivered.length === endsIn) stopping.abort();
      if (delivered.length === failsIn) throw new Error('the queue is away for a moment');
    },
  });
  return delivered;
}

describe('deliveries of events', () => {
  it('reach the matching target, and are retried when they fail', async () => {
    const file = temporaryDirectory();
    const log = openEventLog(file('events.jsonl'));
    const bridge = bridgeWithRule(log);
    put(bridge, 'wanted', 'a');
    put(bridge, 'other', 'b');
    put(bridge, 'wanted', 'c');

    const delivered = await deliver(bridge, log, file('cursor.json'), { endsIn: 3, failsIn: 1 });

    expect(delivered).toEqual(['a', 'c', 'a']);
    log.close();
  });

  it('of later events go on while a target refuses one, and a restart tries that one again', async () => {
    const file = temporaryDirectory();
    const log = openEventLog(file('events.jsonl'));
    const bridge = bridgeWithRule(log);
    for (const name of ['a', 'b', 'c']) put(bridge, 'wanted', name);

    const first = await deliver(bridge, log, file('cursor.json'), { endsIn: 3, failsIn: 1 });
    put(bridge, 'wanted', 'd');
    const second = await deliver(bridge, log, file('cursor.json'), { endsIn: 3 });

    expect(first).toEqual(['a', 'b', 'c']);
    // The process ended in the middle of c.
    expect(second).toEqual(['a', 'c', 'd']);
    log.close();
  });

  it('continue when the disk is too full to store how far they are', async () => {
    const file = temporaryDirectory();
    const log = openEventLog(file('events.jsonl'));
    const bridge = bridgeWithRule(log);
    for (const name of ['a', 'b', 'c']) put(bridge, 'wanted', name);
    const errors: string[] = [];

    const cursorFile = file('a folder that is not there/cursor.json');
    const delivered = await deliver(bridge, log, cursorFile, { endsIn: 3 }, errors);

    expect(delivered).toEqual(['a', 'b', 'c']);
    expect(errors).toEqual([
      expect.stringMatching(/^how far events are delivered was not stored: Error: ENOENT/),
      expect.stringMatching(/ENOENT/),
    ]);
    log.close();
  });

  it('continue after an earlier process, with what it did not finish', async () => {
    const file = temporaryDirectory();
    const log = openEventLog(file('events.jsonl'));
    const bridge = bridgeWithRule(log);
    for (const name of ['a', 'b', 'c']) put(bridge, 'wanted', name);

    const first = await deliver(bridge, log, file('cursor.json'), { endsIn: 2 });
    const second = await deliver(bridge, log, file('cursor.json'), { endsIn: 2 });

    expect(first).toEqual(['a', 'b']);
    expect(second).toEqual(['b', 'c']);
    log.close();
  });
  const away = new Error('there is no such queue');
  const closed = new DeliveryRefused('no policy allows it');
  it.each<[string, Error, EventTarget['RetryPolicy'], string[]]>([
    [
      'never takes',
      away,
      { MaximumRetryAttempts: 1 },
      ['arn:aws:sqs:us-east-1:000000000000:queue', 'arn:aws:sqs:us-east-1:000000000000:queue'],
    ],
    [
      'does not take in time',
      away,
      { MaximumEventAgeInSeconds: 1 },
      ['arn:aws:sqs:us-east-1:000000000000:queue'],
    ],
    ['does not let in, at once', closed, undefined, ['arn:aws:sqs:us-east-1:000000000000:queue']],
  ])(
    'reach the dead-letter queue when the target %s',
    async (_, failure, RetryPolicy, attempts) => {
      let seconds = 0;
      const file = temporaryDirectory();
      const log = openEventLog(file('events.jsonl'));
      const bridge = createEventBridge(log, now);
      bridge.service.PutRule?.({ Name: 'rule', EventPattern: '{"source":["s"]}' });
      bridge.service.PutTargets?.({
        Rule: 'rule',
        Targets: [
          {
            Id: 'one',
            Arn: 'arn:aws:sqs:us-east-1:000000000000:queue',
            RetryPolicy,
            DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters' },
          },
        ],
      });
      put(bridge, 'wanted', 'a', 'default');
      const stopping = new AbortController();
      const tried: string[] = [];

      await runDeliveries({
        log,
        eventBridge: bridge,
        cursorFile: file('cursor.json'),
        signal: stopping.signal,
        now: () => new Date(1000 * seconds++),
        deliver: async ({ target }) => {
          tried.push(target.Arn);
          if (target.Arn === 'arn:aws:sqs:us-east-1:000000000000:queue') throw failure;
          stopping.abort();
        },
      });

      expect(tried).toEqual([...attempts, 'arn:aws:sqs:us-east-1:000000000000:dead-letters']);
      log.close();
    },
  );
});

describe('EventBridge on the emulator', () => {
  it('rejects a pattern that AWS rejects', () => {
    const bridge = createEventBridge(openEventLog(temporaryDirectory()('events.jsonl')), now);

    expect(() =>
      bridge.service.PutRule?.({ Name: 'rule', EventPattern: '{"a":[{"contains":"x"}]}' }),
    ).toThrow('unknown operator contains');
  });

  it('accepts and loses an event for a bus that does not exist, as AWS does', () => {
    const log = openEventLog(temporaryDirectory()('events.jsonl'));
    const bridge = createEventBridge(log, now);

    expect(put(bridge, 'wanted', 'a')).toMatchObject({ FailedEntryCount: 0 });
    expect(log.last).toBe(0);
  });

  it('rejects one entry and accepts the others', () => {
    const log = openEventLog(temporaryDirectory()('events.jsonl'));
    const bridge = createEventBridge(log, now);
    const entry = { Source: 's', DetailType: 't' };

    const response = bridge.service.PutEvents?.({
      Entries: [
        { ...entry, Detail: '{}' },
        { ...entry, Detail: 'no JSON' },
      ],
    });

    expect(response).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }],
    });
    expect(log.last).toBe(1);
  });

  it('refuses the events that the log has no room for, with an error that is retried', () => {
    let isFull = false;
    const log = openEventLog(
      temporaryDirectory()('events.jsonl'),
      (descriptor, bytes, position) => {
        if (isFull) throw new Error('ENOSPC');
        isFull = Buffer.from(bytes).includes('full');
        return writeSync(descriptor, bytes, 0, bytes.length, position);
      },
    );
    const lines: string[] = [];
    const bridge = createEventBridge(log, now, (line) => lines.push(line));
    bridge.service.CreateEventBus?.({ Name: 'bus' });
    const entry = { EventBusName: 'bus', Source: 's', DetailType: 't' };

    const response = bridge.service.PutEvents?.({
      Entries: ['{"now":"full"}', '{}'].map((Detail) => ({ ...entry, Detail })),
    });

    expect(response).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'InternalFailure' }],
    });
    expect(log.last).toBe(1);
    expect(lines).toEqual([expect.stringContaining('ENOSPC')]);
  });

  it('replaces a target with the same id', () => {
    const bridge = bridgeWithRule(openEventLog(temporaryDirectory()('events.jsonl')));
    const rule = { Rule: 'rule', EventBusName: 'bus' };
    bridge.service.PutTargets?.({
      ...rule,
      Targets: [
        { Id: 'one', Arn: 'arn:aws:sqs:us-east-1:000000000000:new' },
        { Id: 'two', Arn: 'arn:aws:sqs:us-east-1:000000000000:two' },
      ],
    });

    expect(bridge.service.ListTargetsByRule?.(rule)).toEqual({
      Targets: [
        { Id: 'one', Arn: 'arn:aws:sqs:us-east-1:000000000000:new' },
        { Id: 'two', Arn: 'arn:aws:sqs:us-east-1:000000000000:two' },
      ],
    });
  });

  it('ignores a disabled rule', () => {
    const log = openEventLog(temporaryDirectory()('events.jsonl'));
    const bridge = bridgeWithRule(log);
    bridge.service.PutRule?.({
      Name: 'rule',
      EventBusName: 'bus',
      EventPattern: '{"detail-type":["wanted"]}',
      State: 'DISABLED',
    });
    put(bridge, 'wanted', 'a');
    const [line = ''] = log.linesAfter(0, 1);

    expect(bridge.targetsOf('bus', JSON.parse(line).event)).toEqual([]);
  });
});
