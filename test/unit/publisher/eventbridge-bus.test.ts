import {
  EventBridgeClient,
  EventBridgeServiceException,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEventBridgeBus } from '../../../functions/publisher/eventbridge-bus.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const eventBridge = mockClient(EventBridgeClient);
const bus = createEventBridgeBus(new EventBridgeClient({ region: 'us-east-1' }), 'a-bus');
const toEvent = (id: string) => toEventRecord(textMessage({ id }), receipt).event;

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

describe('the bus', () => {
  it('gets source, detail-type and detail of an event', async () => {
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
    const event = toEvent('a');
    expect(await bus.publish([event])).toEqual(['published']);
    expect(eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries).toEqual([
      {
        EventBusName: 'a-bus',
        Source: 'tributary.incs',
        DetailType: 'message.received',
        Detail: JSON.stringify(event.detail),
      },
    ]);
  });

  it('tells for each event what became of it', async () => {
    eventBridge.on(PutEventsCommand).resolves({
      Entries: [
        { EventId: '1' },
        { ErrorCode: 'ThrottlingException' },
        { ErrorCode: 'MalformedDetail' },
      ],
    });
    expect(await bus.publish(['a', 'b', 'c'].map(toEvent))).toEqual([
      'published',
      'failed',
      'rejected',
    ]);
  });

  it('takes an event without an outcome for one that failed', async () => {
    eventBridge.on(PutEventsCommand).resolves({});
    expect(await bus.publish([toEvent('a')])).toEqual(['failed']);
  });

  it.each([
    ['ThrottlingException', 400],
    ['AccessDeniedException', 400],
    ['InternalException', 500],
  ])('that answers %s is out of reach, which is an outage', async (name, status) => {
    eventBridge.on(PutEventsCommand).rejects(fault(name, status));
    await expect(bus.publish([toEvent('a'), toEvent('b')])).rejects.toMatchObject({
      code: 'publish_failed',
      retryable: true,
    });
  });

  it.each([
    ['ValidationException', 400],
    ['UnknownError', 413],
  ])('finds the one event that makes a call invalid (%s)', async (name, status) => {
    eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => {
      const isBad = Entries.some(({ Detail }: { Detail: string }) => Detail.includes('"bad"'));
      if (isBad) throw fault(name, status);
      return { Entries: Entries.map(() => ({ EventId: '1' })) };
    });
    expect(await bus.publish(['a', 'bad', 'c'].map(toEvent))).toEqual([
      'published',
      'rejected',
      'published',
    ]);
  });
});
