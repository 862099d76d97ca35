import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { publishRecords } from '../../functions/publisher/publish-records.ts';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { conversationDayItemOf } from '../../shared/table/conversation-days.ts';
import { parseEvent, toEventItem } from '../../shared/table/event-item.ts';
import { callbackDataItemOf } from '../../shared/table/items-beside.ts';
import { type RecordKey, toKeyText } from '../../shared/table/keys.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { deliveredStatus, receipt, textMessage } from '../support/drafts.ts';
import { createMemoryDeadLetterStore } from '../support/memory-dead-letter-store.ts';
import { createMemoryEventBus } from '../support/memory-event-bus.ts';
import { createMemoryItemStore } from '../support/memory-item-store.ts';
import { createMemoryLinkStore } from '../support/memory-link-store.ts';

/** A message or a status, with or without a text of the owner. */
const draft: fc.Arbitrary<EventDraft> = fc
  .record({
    isMessage: fc.boolean(),
    id: fc.constantFrom('wamid.A', 'wamid.B', 'wamid.C'),
    callbackData: fc.option(fc.constantFrom('order-7', 'campaign'), { nil: undefined }),
    day: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ isMessage, id, callbackData, day }) => {
    const occurredAt = `2026-01-0${day}T00:00:00.000Z`;
    const status = deliveredStatus(id);
    if (!isMessage) return { ...status, occurredAt, data: { ...status.data, callbackData } };
    const text = textMessage({ id });
    const message = { ...text.data.message, callbackData };
    return { ...text, type: 'message.sent', occurredAt, data: { message } };
  });

/** An invocation: what the table does, and whether the environment is new. */
const invocation = fc.record({ isDown: fc.boolean(), isNew: fc.boolean() });

it('no event is published before the items beside it are in the table, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(draft, { minLength: 1, maxLength: 12 }),
      fc.array(invocation, { maxLength: 8 }),
      async (drafts, invocations) => {
        const items = createMemoryItemStore();
        const inTable = () =>
          new Set(
            items.items().map(({ pk, sk }) => toKeyText({ pk: pk?.S ?? '', sk: sk?.S ?? '' })),
          );
        const bus = createMemoryEventBus();
        const early: RecordKey[] = [];
        const publish: typeof bus.publish = async (entries) => {
          const table = inTable();
          for (const { detail } of entries) {
            for (const key of keysBeside(detail)) if (!table.has(toKeyText(key))) early.push(key);
          }
          return bus.publish(entries);
        };
        const createPorts = () => ({
          bus: { publish },
          items,
          links: createMemoryLinkStore(items),
          deadLetters: createMemoryDeadLetterStore(),
          log: { info() {}, warn() {}, error() {} },
          waitMs: async () => {},
          listsConversations: true,
          hasTime: () => true,
          finished: new Set<string>(),
        });
        const records = drafts.map(toStreamRecord);
        let ports = createPorts();
        let next: string | undefined = '0';
        for (const { isDown, isNew } of [...invocations, { isDown: false, isNew: true }]) {
          if (next === undefined) break;
          if (isNew) ports = createPorts();
          items.isDown = isDown;
          next = await publishRecords(records.slice(Number(next)), ports);
        }
        expect({ next, early }).toEqual({ next: undefined, early: [] });
        const expected = drafts.flatMap((each) =>
          keysBeside(JSON.stringify(toEventRecord(each, receipt).event.detail)),
        );
        expect(inTable()).toEqual(new Set(expected.map(toKeyText)));
      },
    ),
  );
});

/** What an event with this detail needs in the table. */
function keysBeside(detail: string): readonly RecordKey[] {
  const event = parseEvent(detail);
  if (event === undefined) return [];
  return [callbackDataItemOf(event), conversationDayItemOf(event)].flatMap((item) =>
    item === undefined ? [] : [item.key],
  );
}

function toStreamRecord(each: EventDraft, index: number): DynamoDBRecord {
  const NewImage = toEventItem(toEventRecord(each, receipt), { publish: true });
  const dynamodb = { SequenceNumber: String(index), NewImage };
  return { eventID: `${index}`, eventName: 'INSERT', dynamodb } as unknown as DynamoDBRecord;
}
