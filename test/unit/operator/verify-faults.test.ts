import { describe, expect, it } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import type { BusPolicy } from '../../../tools/operator/aws/eventbridge-bus-policy.ts';
import { changeMaxRecordAge } from '../../../tools/operator/verify/faults/break-publisher.ts';
import type { FaultPorts } from '../../../tools/operator/verify/faults/ports.ts';
import { repair } from '../../../tools/operator/verify/faults/repair.ts';
import { runFaults } from '../../../tools/operator/verify/faults/run-faults.ts';
import { createReport } from '../../../tools/operator/verify/result.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import {
  type TestCallback,
  toMessageCallback,
} from '../../../tools/operator/verify/test-callbacks.ts';

const key = 'aws/lambda/1/shardId-1/2026/11/28/1';
const usualAge = 72_000;

async function messages(name: string): Promise<readonly TestCallback[]> {
  const run = toRun(new Date('2026-11-28T12:00:00Z'));
  const provider = { adapter: await loadProvider('incs'), sample: await loadSample('incs'), run };
  return [0, 1, 2]
    .map((index) => toMessageCallback(provider, `${name}-${index}`))
    .filter((message) => message !== undefined);
}

const idOf = ({ record }: TestCallback) => record.event.detail.metadata.id;

/** What can be wrong with the gateway that is broken. */
interface Defects {
  /** How many messages are published before a denial has an effect. */
  readonly slowDenials?: number;
  readonly losesDenied?: true;
  readonly writesNoOldRecords?: true;
  readonly cannotAllow?: true;
  readonly interruptAfterMessages?: number;
}

/** A publisher on a clock of its own, whose events wait while the bus denies it. */
function publisherWith(defects: Defects = {}) {
  let nowMs = Date.parse('2026-11-28T12:00:00Z');
  let note: number | undefined;
  let maxRecordAgeSeconds = usualAge;
  let sent = 0;
  let denials = 0;
  const waiting: TestCallback[] = [];
  const arrived = new Set<string>();
  const objects: { key: string; modifiedAt: string; message: TestCallback }[] = [];
  const interrupt = new AbortController();
  const isDenied = () => note !== undefined;
  const bus: BusPolicy = {
    deny: async (_role, value) => {
      note = value;
      denials = defects.slowDenials ?? 0;
    },
    readDenial: async () => note,
    allow: async () => {
      if (defects.cannotAllow) throw new Error('access denied');
      note = undefined;
      for (const message of waiting.splice(0)) {
        if (!defects.losesDenied) arrived.add(idOf(message));
      }
    },
  };
  const report = createReport(() => {}, interrupt.signal);
  const erasing = createReport(() => {}, new AbortController().signal);
  const ports: FaultPorts = {
    report,
    bus,
    publisher: {
      readRole: async () => 'arn:role',
      readEventSource: async () => ({
        id: '1',
        state: 'Enabled',
        lastResult: 'OK',
        maxRecordAgeSeconds,
      }),
      setMaxRecordAge: async (_id, seconds) => {
        maxRecordAgeSeconds = seconds;
      },
    },
    inbox: {
      waitFor: async (id) => (arrived.has(id) ? ({} as EventEnvelope) : undefined),
      count: () => 1,
      close: async () => {},
    },
    async send(message) {
      sent += 1;
      if (sent === defects.interruptAfterMessages) interrupt.abort();
      if (!isDenied() || denials-- > 0) arrived.add(idOf(message));
      else waiting.push(message);
    },
    oldRecords: {
      list: async () => {
        // Lambda gives records up only while their greatest age is short.
        if (maxRecordAgeSeconds === 60 && isDenied() && !defects.writesNoOldRecords) {
          for (const message of waiting.splice(0)) {
            objects.push({ key, modifiedAt: new Date(nowMs).toISOString(), message });
          }
        }
        return objects.map((object) => ({ ...object, bytes: 1 }));
      },
      read: async () => JSON.stringify(objects.map(({ message }) => message.record.key)),
      redrive: async () => {
        for (const { message } of objects.splice(0)) arrived.add(idOf(message));
        return 'published';
      },
    },
    pace: { quietMs: 20_000, pollMs: 5_000 },
    timeoutMs: 300_000,
    signal: interrupt.signal,
    waitMs: async (ms) => {
      nowMs += ms;
    },
    now: () => new Date(nowMs),
    byHand: (seconds) => `by hand, ${seconds}`,
  };
  return {
    ports,
    state: () => ({ note, maxRecordAgeSeconds, objects: objects.length }),
    async run() {
      const all = { whileDenied: await messages('denied'), old: await messages('old') };
      await runFaults(all, ports, erasing);
      const results = [...report.results, ...erasing.results];
      return Object.fromEntries(results.map(({ check, state }) => [check, state]));
    },
    erasing,
  };
}

const repaired = { note: undefined, maxRecordAgeSeconds: usualAge };

describe('the faults of verify', () => {
  it('finds that nothing is lost, and leaves everything as it was', async () => {
    const publisher = publisherWith();
    expect(await publisher.run()).toEqual({
      'bus denied': 'ok',
      'bus allowed': 'ok',
      'old records': 'ok',
      redrive: 'ok',
      repaired: 'ok',
    });
    expect(publisher.state()).toEqual({ ...repaired, objects: 0 });
  });

  it('sends another message until the denial has an effect', async () => {
    expect(await publisherWith({ slowDenials: 2 }).run()).toMatchObject({ 'bus allowed': 'ok' });
  });

  it('says that a denial without effect shows nothing, and repairs', async () => {
    const publisher = publisherWith({ slowDenials: 9 });
    expect(await publisher.run()).toMatchObject({
      'bus denied': 'failed',
      'bus allowed': 'not checked',
      'old records': 'failed',
      redrive: 'not checked',
      repaired: 'ok',
    });
    expect(publisher.state()).toMatchObject(repaired);
  });

  it('finds an event that the denial lost', async () => {
    expect(await publisherWith({ losesDenied: true }).run()).toMatchObject({
      'bus allowed': 'failed',
    });
  });

  it('finds that Lambda writes no old records, and repairs', async () => {
    const publisher = publisherWith({ writesNoOldRecords: true });
    expect(await publisher.run()).toMatchObject({
      'old records': 'failed',
      redrive: 'not checked',
      repaired: 'ok',
    });
    expect(publisher.state()).toMatchObject(repaired);
  });

  it.each([1, 2])('repairs when it is interrupted after message %i', async (count) => {
    const publisher = publisherWith({ interruptAfterMessages: count });
    expect(await publisher.run()).toMatchObject({ redrive: 'not checked', repaired: 'ok' });
    expect(publisher.state()).toMatchObject(repaired);
  });

  it('says what to do by hand when it cannot repair', async () => {
    const publisher = publisherWith({ cannotAllow: true });
    expect(await publisher.run()).toMatchObject({ repaired: 'failed' });
    expect(publisher.erasing.results[0]).toMatchObject({ remedy: `by hand, ${usualAge}` });
  });

  it('lets events flow when the age of records cannot be restored, and says so', async () => {
    const { ports, state, erasing } = publisherWith();
    await ports.bus.deny('arn:role', usualAge);
    await ports.publisher.setMaxRecordAge('1', 60);
    const setMaxRecordAge = () => Promise.reject(new Error('access denied'));
    const publisher = { ...ports.publisher, setMaxRecordAge };
    await repair({ ...ports, publisher, report: erasing });
    expect(erasing.results).toMatchObject([
      { check: 'repaired', state: 'failed', remedy: `by hand, ${usualAge}` },
    ]);
    expect(state()).toMatchObject({ note: undefined, maxRecordAgeSeconds: 60 });
  });

  it('waits until Lambda has changed the age of records, and not only stored it', async () => {
    const { ports } = publisherWith();
    const states = ['Updating', 'Updating', 'Enabled'];
    const readEventSource = async () => ({
      ...(await ports.publisher.readEventSource()),
      state: states.shift() ?? 'Enabled',
    });
    const publisher = { ...ports.publisher, readEventSource };
    await changeMaxRecordAge({ id: '1' }, 60, { ...ports, publisher });
    expect(states).toEqual([]);
  });

  it('repairs what a run that was killed has broken, with nothing but the denial to go by', async () => {
    const { ports, state, erasing } = publisherWith();
    await ports.bus.deny('arn:role', usualAge);
    await ports.publisher.setMaxRecordAge('1', 60);
    expect(await repair({ ...ports, report: erasing })).toBe(true);
    expect(state()).toMatchObject(repaired);
    expect(await repair({ ...ports, report: erasing })).toBe(false);
  });
});
