import { describe, expect, it } from 'vitest';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { carryOut, type ErasurePorts } from '../../../tools/operator/erase/carry-out.ts';
import { planErasure } from '../../../tools/operator/erase/plan-erasure.ts';
import {
  countHeldDeadLetters,
  listUnreachable,
  type Reach,
} from '../../../tools/operator/erase/unreachable.ts';
import { deliveredStatus, receipt, textMessage } from '../../support/drafts.ts';

const message = textMessage();
const status = deliveredStatus();
const items = [
  toEventRecord(message, receipt),
  toEventRecord({ ...status, data: { ...status.data, user: { phone: '447700900123' } } }, receipt),
  toEventRecord({ ...status, data: { ...status.data, status: 'read' } }, receipt),
].map((record) => ({ ...record, payloadKey: 'raw/incs/1.json' }));

const plan = planErasure(items, {
  partitions: ['message#incs#wamid.A'],
  payloads: {
    items: ['unmapped/incs/typing/1.json'],
    deadLetters: new Map([
      ['dead-letters/1.json', { kind: 'empty' } as const],
      ['aws/lambda/1', { kind: 'rewritten', content: '{}' } as const],
    ]),
    oldDeadLetters: ['dead-letters/0.json'],
    mentions: [],
    unreadRaw: 0,
    foreign: [],
  },
  files: { files: ['incs/2026-01-01/1/0-content.jpg'], unidentified: [] },
  queuedMessages: 2,
});

/** Ports that write down each call, and fail at the one with this name. */
function createPorts(failsAt?: string) {
  const calls: string[] = [];
  const call = async (name: string, argument: unknown) => {
    if (name === failsAt) throw new Error('down');
    calls.push(`${name} ${argument}`);
  };
  const ports: ErasurePorts = {
    media: { erase: (keys) => call('files', keys) },
    payloadEraser: {
      erase: (keys) => call('payloads', keys),
      eraseOldVersions: (keys) => call('versions', keys),
    },
    payloads: { replace: (key) => call('rewrite', key) },
    eraseQueued: async () => {
      await call('queue', '');
      return failsAt === 'held' ? 1 : 2;
    },
    table: {
      delete: ({ sk }) => call('record', sk),
      writeAudit: (action) => call('audit', action),
      writeErasedPartitions: (_, hashes) => call('partitions', hashes),
    },
    hashPartition: (pk) => [`hash of ${pk}`],
  };
  const context = {
    output: { print() {}, list() {}, entry() {}, document() {}, line() {}, progress() {} },
    now: () => new Date(0),
  };
  return { calls, run: () => carryOut(plan, ports, context) };
}

describe('an erasure', () => {
  it('deletes event records last, and of them the message last', async () => {
    const { calls, run } = createPorts();
    await run();
    expect(calls).toEqual([
      'partitions hash of message#incs#wamid.A',
      'files incs/2026-01-01/1/0-content.jpg',
      'payloads raw/incs/1.json,unmapped/incs/typing/1.json,dead-letters/1.json',
      'rewrite aws/lambda/1',
      'versions aws/lambda/1,dead-letters/0.json',
      'queue ',
      'record status#read',
      'record status#delivered',
      'record message',
      'audit erasure',
    ]);
  });

  it.each(['partitions', 'files', 'payloads', 'rewrite', 'versions', 'queue', 'held'])(
    'that is interrupted at %s still has every event record to find the rest by',
    async (failsAt) => {
      const { calls, run } = createPorts(failsAt);
      await expect(run()).rejects.toThrow();
      expect(calls.filter((call) => /^(record|audit)/.test(call))).toEqual([]);
    },
  );

  it('that is interrupted between event records has not reported itself', async () => {
    const { calls, run } = createPorts('record');
    await expect(run()).rejects.toThrow('down');
    expect(calls.filter((call) => call.startsWith('audit'))).toEqual([]);
  });
});

describe('what an erasure does not reach', () => {
  const now = new Date('2026-01-02T03:04:05Z');
  const nothing: Reach = {
    backups: [],
    exports: [],
    queuedMessages: 0,
    queuedDeadLetters: 2,
    seenDeadLetters: 2,
    hasEventLog: false,
    asOf: undefined,
    foreign: [],
    httpSubscriptions: [],
  };

  it('has the day on which it expires', () => {
    const reach: Reach = {
      archiveDays: 14,
      recoveryDays: 35,
      backups: ['before'],
      exports: ['s3://exports/AWSDynamoDB/1'],
      queuedMessages: 2,
      queuedDeadLetters: 3,
      seenDeadLetters: 2,
      logsDays: 30,
      hasEventLog: true,
      asOf: undefined,
      foreign: ['exports/1', 'exports/2'],
      httpSubscriptions: [
        { name: 'Orders', isOrdered: false },
        { name: 'Support', isOrdered: true },
      ],
    };
    const note = expect.any(String);
    expect(listUnreachable(reach, now)).toEqual([
      { place: '2 messages in the queue of the media mirror', expiresOn: '2026-01-16', note },
      {
        place: '1 messages of the mirror’s dead-letter queue that another reader holds',
        expiresOn: '2026-01-16',
        note,
      },
      { place: 'the stream of the table', expiresOn: '2026-01-03' },
      {
        place: 'what EventBridge has not delivered to the target of a rule yet',
        expiresOn: '2026-01-03',
        note,
      },
      { place: 'uploads of files that were not completed', expiresOn: '2026-01-03' },
      { place: 'point-in-time recovery of the table', expiresOn: '2026-02-06' },
      { place: 'the archive of the bus', expiresOn: '2026-01-16' },
      { place: 'the backup before', note },
      { place: 'the export s3://exports/AWSDynamoDB/1', note },
      {
        place: '2 objects in the payload bucket that the gateway did not write, such as exports/1',
        note,
      },
      { place: 'the log groups', expiresOn: '2026-02-01', note },
      { place: 'the log of events that the emulator writes', note },
      // A day for the delivery, and 14 in each of the two queues.
      { place: 'the queues of the HTTP subscription Orders', expiresOn: '2026-01-31', note },
      // 15 days more in the table.
      { place: 'the queues of the HTTP subscription Support', expiresOn: '2026-02-15', note },
      { place: 'the order table of the HTTP subscription Support', expiresOn: '2026-02-01', note },
      {
        place: 'what subscribers copied, and what waits in their queues and order tables',
        note,
      },
    ]);
  });

  it('has no day when an archive never expires', () => {
    const places = listUnreachable({ ...nothing, archiveDays: 0 }, now);
    expect(places).toContainEqual({ place: 'the archive of the bus' });
  });

  it.each([
    [3, 2, 1],
    [2, 2, 0],
    // SQS counts approximately.
    [1, 2, 0],
  ])('of %i dead letters, of which the search saw %i, are %i', (queued, seen, held) => {
    const counts = { queuedDeadLetters: queued, seenDeadLetters: seen };
    expect(countHeldDeadLetters(counts)).toBe(held);
  });

  it('includes everything after the export in which the user was searched', () => {
    const [first] = listUnreachable({ ...nothing, asOf: '2026-01-01T00:00:00.000Z' }, now);
    expect(first).toEqual({
      place: 'messages after 2026-01-01T00:00:00.000Z, the time of the export',
      note: expect.stringContaining('erase again'),
    });
  });
});
