import {
  EventBridgeClient,
  EventBridgeServiceException,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createEventBridgeBus } from '../../../functions/publisher/eventbridge-bus.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { toBusEntry } from '../../support/bus-entry.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

// What the bus guarantees is in test/contract/ports/event-bus.test.ts. Here are the faults that the
// emulator cannot produce on demand.
const eventBridge = mockClient(EventBridgeClient);
const bus = createEventBridgeBus(new EventBridgeClient({ region: 'us-east-1' }), 'a-bus');
const toEntry = (id: string) => toBusEntry(toEventRecord(textMessage({ id }), receipt).event);

const fault = (name: string, httpStatusCode: number) =>
  new EventBridgeServiceException({
    name,
    $fault: 'client',
    $metadata: { httpStatusCode },
    message: '',
  });

beforeEach(() => {
  eventBridge.reset();
});

afterAll(() => eventBridge.restore());

describe('the bus', () => {
  it('sends the entry to the bus of that name', async () => {
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
    const { source, detailType, detail } = toEntry('a');
    expect(await bus.publish([{ source, detailType, detail }])).toEqual(['published']);
    expect(eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries).toEqual([
      { EventBusName: 'a-bus', Source: source, DetailType: detailType, Detail: detail },
    ]);
  });

  it.each([
    ['ThrottlingException', 400],
    ['AccessDeniedException', 400],
    ['InternalException', 500],
  ])('that responds with %s is unreachable, which is an outage', async (name, status) => {
    eventBridge.on(PutEventsCommand).rejects(fault(name, status));
    await expect(bus.publish([toEntry('a'), toEntry('b')])).rejects.toMatchObject({
      code: 'publish_failed',
      retryable: true,
    });
  });

  it.each([
    ['ValidationException', 400],
    ['UnknownError', 413],
  ])('finds the one entry that makes a call invalid (%s), wherever it is', async (name, status) => {
    eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => {
      const isBad = Entries.some(({ Detail }: { Detail: string }) => Detail.includes('"bad"'));
      if (isBad) throw fault(name, status);
      return { Entries: Entries.map(() => ({ EventId: '1' })) };
    });
    const publish = (...ids: string[]) => bus.publish(ids.map(toEntry));
    expect(await publish('bad', 'b', 'c')).toEqual(['rejected', 'published', 'published']);
    expect(await publish('a', 'bad', 'c')).toEqual(['published', 'rejected', 'published']);
    expect(await publish('a', 'b', 'bad')).toEqual(['published', 'published', 'rejected']);
  });

  it.each([
    ['InvalidArgument', 'rejected'],
    ['MalformedDetail', 'rejected'],
    ['RedactionFailure', 'rejected'],
    ['ThrottlingException', 'failed'],
    ['InternalFailure', 'failed'],
    ['NotAuthorizedForSourceException', 'failed'],
    ['NotAuthorizedForDetailTypeException', 'failed'],
    ['AnErrorOfNextYear', 'failed'],
  ])('counts an entry with the error %s as %s', async (ErrorCode, outcome) => {
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode }, { EventId: '1' }] });
    expect(await bus.publish(['a', 'b'].map(toEntry))).toEqual([outcome, 'published']);
  });
});
