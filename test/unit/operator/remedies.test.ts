import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { PublishOutcome } from '../../../functions/publisher/ports.ts';
import { deadLetterPrefixes } from '../../../shared/payloads/payload-keys.ts';
import { conversationDayItemOf } from '../../../shared/table/conversation-days.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { checkEndpoint } from '../../../tools/operator/doctor/check-callbacks.ts';
import {
  checkFailedFiles,
  checkLag,
  checkSubscription,
} from '../../../tools/operator/doctor/check-outbox.ts';
import { examine } from '../../../tools/operator/doctor/examine.ts';
import { checkReceiver } from '../../../tools/operator/doctor/examine-receivers.ts';
import type { SubscriptionState } from '../../../tools/operator/http/describe-subscription.ts';
import {
  listDeadLetters,
  readDeadLetter,
} from '../../../tools/operator/redrive/dead-letter-events.ts';
import { publishDeadLetters } from '../../../tools/operator/redrive/publish-dead-letters.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { createMemoryEventBus } from '../../support/memory-event-bus.ts';
import { createMemoryItemStore } from '../../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../../support/memory-link-store.ts';

function createMemoryTable() {
  const items = createMemoryItemStore();
  return { items, links: createMemoryLinkStore(items) };
}

const receiver: SubscriptionState = {
  name: 'Crm',
  receiver: 'enabled',
  because: undefined,
  since: undefined,
  waiting: 3,
  deadLetters: 0,
  lastAccepted: undefined,
  lastFailed: undefined,
  lastFailure: undefined,
  ordered: false,
  url: 'https://crm.example/events',
};

const disabledBy = (because: string | undefined) =>
  because === undefined ? {} : ({ receiver: 'disabled', because } as const);

describe('dead letters', () => {
  const toStreamRecord = (id: string) => {
    const NewImage = toEventItem(toEventRecord(textMessage({ id }), receipt), { publish: true });
    return { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
  };
  const record = toStreamRecord('wamid.A');
  const toRecords = (...ids: string[]) => ids.map(toStreamRecord) as unknown as DynamoDBRecord[];

  it.each([
    ['the publisher wrote', record],
    ['Lambda wrote', { version: '1.0', payload: JSON.stringify({ Records: [record] }) }],
    ['Lambda wrote as an object', { version: '1.0', payload: { Records: [record] } }],
  ])('are read from what %s', (_, content) => {
    expect(readDeadLetter(JSON.stringify(content))).toEqual([record]);
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"payload":"{"}',
    '{"eventName":"INSERT","dynamodb":{"SequenceNumber":""}}',
    '{"eventName":"INSERT","dynamodb":{}}',
  ])('are not found in %j', (content) => {
    expect(readDeadLetter(content)).toBeUndefined();
  });

  it.each([
    ['published', 'published'],
    ['rejected', 'rejected'],
    ['unreachable', 'failed'],
  ] satisfies [string, PublishOutcome][])(
    'are %s when the outcome of the bus is %s',
    async (expected, says) => {
      const outcome = await publishDeadLetters(toRecords('wamid.A'), {
        bus: createMemoryEventBus(Array(4).fill([says])),
        ...createMemoryTable(),
        waitMs: async () => {},
      });
      expect(outcome).toBe(expected);
    },
  );

  it('are unreachable, and thus offered again, when only some of them are rejected', async () => {
    const bus = createMemoryEventBus();
    bus.rejects = ({ detail }) => detail.includes('wamid.A');
    bus.fails = ({ detail }) => detail.includes('wamid.B');
    const outcome = await publishDeadLetters(toRecords('wamid.A', 'wamid.B'), {
      bus,
      ...createMemoryTable(),
      waitMs: async () => {},
    });
    expect(outcome).toBe('unreachable');
  });

  it('put their conversations into the list, which the publisher could not do', async () => {
    const table = createMemoryTable();
    const bus = createMemoryEventBus();
    await publishDeadLetters(toRecords('wamid.A'), { bus, ...table, waitMs: async () => {} });
    const { key } = conversationDayItemOf(toEventRecord(textMessage(), receipt).event) ?? {};
    expect(table.items.items()).toMatchObject([{ pk: { S: key?.pk }, sk: { S: key?.sk } }]);
  });

  it('are listed from the oldest to the newest, of every author', async () => {
    const letter = (key: string, day: number) => {
      return { key, bytes: 1, modifiedAt: `2026-01-0${day}T00:00:00.000Z` };
    };
    const listed = await listDeadLetters({
      list: async (prefix) =>
        prefix === deadLetterPrefixes[0]
          ? [letter('first/1', 3), letter('first/2', 1)]
          : [letter('other/1', 2), letter('other/2', 4)],
    });
    expect(listed.map(({ key }) => key)).toEqual(['first/2', 'other/1', 'first/1', 'other/2']);
  });

  it('are all published, in the order of their object', async () => {
    const bus = createMemoryEventBus();
    const ids = ['wamid.A', 'wamid.B', 'wamid.C'];
    const outcome = await publishDeadLetters(toRecords(...ids), {
      bus,
      ...createMemoryTable(),
      waitMs: async () => {},
    });
    expect(outcome).toBe('published');
    const published = bus.published.map(({ detail }) => JSON.parse(detail).data.message.id);
    expect(published).toEqual(ids);
  });
});

describe('doctor', () => {
  it.each([
    [405, 'complete', 'ok'],
    [401, 'unsigned', 'ok'],
    [401, 'none', 'ok'],
    [401, 'complete', 'failed'],
    [503, 'none', 'failed'],
    [undefined, 'complete', 'failed'],
  ] as const)(
    'judges an endpoint that responds with %s (proof: %s) as %s',
    (status, proof, state) => {
      expect(checkEndpoint({ status, proof, tookMs: 12 }).state).toBe(state);
    },
  );

  it('fails for a lag at the threshold of the alarm', () => {
    expect(checkLag(undefined).state).toBe('ok');
    expect(checkLag(15 * 60 * 1000).state).toBe('ok');
    expect(checkLag(15 * 60 * 1000 + 1).state).toBe('failed');
  });

  it('warns about files that failed, and says how to list them', () => {
    expect(checkFailedFiles(0, '2026-01-01').state).toBe('ok');
    expect(checkFailedFiles(2, '2026-01-01')).toMatchObject({
      state: 'warning',
      remedy: 'tributary media list --failed --from 2026-01-01',
    });
  });

  it.each([
    ['failing', 0, 'failed', 'docs/http-subscriptions.md#receiver-disabled'],
    ['operator', 0, 'warning', 'tributary http enable Crm'],
    [undefined, 1, 'failed', 'tributary http redrive Crm'],
    [undefined, 2, 'failed', 'tributary http redrive Crm'],
    [undefined, 0, 'ok', undefined],
  ] as const)(
    'judges a receiver that is off because of %s, with %i dead letters, as %s',
    (because, deadLetters, state, remedy) => {
      const found = checkReceiver({ ...receiver, ...disabledBy(because), deadLetters });
      expect(found).toMatchObject({ state });
      expect(found.remedy).toBe(remedy);
    },
  );

  it.each([
    ['AccessDenied', 'docs/operations.md#what-an-operator-may-do'],
    ['AccessDeniedException', 'docs/operations.md#what-an-operator-may-do'],
    ['UnauthorizedOperation', 'docs/operations.md#what-an-operator-may-do'],
    ['InternalError', 'the remedy of the check'],
  ])('says after %s where to look: %s', async (name, remedy) => {
    const error = Object.assign(new Error('no'), { name });
    const found = await examine('queue', () => Promise.reject(error), 'the remedy of the check');
    expect(found).toMatchObject([{ check: 'queue', state: 'failed', remedy }]);
  });

  it('warns about a disabled rule', () => {
    const rule = { rule: 'r', targetArn: 'arn', hasDeadLetterQueue: true };
    expect(checkSubscription({ ...rule, isEnabled: false }, 'bus')).toMatchObject({
      state: 'warning',
      remedy: 'aws events enable-rule --event-bus-name bus --name r',
    });
    expect(checkSubscription({ ...rule, isEnabled: true }, 'bus').state).toBe('ok');
  });
});
