import {
  type EventBridgeClient,
  EventBridgeServiceException,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { EventBus, PublishOutcome } from './ports.ts';

/** The EventBridge bus with this name. */
export function createEventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  async function publish(events: readonly TributaryEvent[]): Promise<readonly PublishOutcome[]> {
    const Entries = events.map((event) => ({
      EventBusName: busName,
      Source: event.source,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(event.detail),
    }));
    try {
      const result = await client.send(new PutEventsCommand({ Entries }));
      return events.map((_event, index) => toOutcome(result.Entries?.[index]));
    } catch (error) {
      if (isInvalidCall(error)) return publishEach(events);
      throw new TributaryError(
        'publish_failed',
        'the bus took no events: look at its throttles and at the AWS status page',
        { retryable: true, cause: error },
      );
    }
  }

  /** One event makes the whole call invalid: alone, it is the one that is rejected. */
  async function publishEach(
    events: readonly TributaryEvent[],
  ): Promise<readonly PublishOutcome[]> {
    if (events.length === 1) return ['rejected'];
    const outcomes: PublishOutcome[] = [];
    for (const event of events) outcomes.push(...(await publish([event])));
    return outcomes;
  }

  return { publish };
}

/** A call that will be refused however often it is made, as one whose entries are too large. */
function isInvalidCall(error: unknown): boolean {
  return (
    error instanceof EventBridgeServiceException &&
    (error.name === 'ValidationException' || error.$metadata.httpStatusCode === 413)
  );
}

/**
 * Error codes of an entry that is wrong in itself (EventBridge API reference, `PutEventsResultEntry`,
 * read 2026-11-21). All others, a missing permission too, are outages: somebody mends them, and the
 * event is published then.
 */
const rejections = new Set(['InvalidArgument', 'MalformedDetail', 'RedactionFailure']);

function toOutcome(entry: PutEventsResultEntry | undefined): PublishOutcome {
  if (entry?.EventId !== undefined) return 'published';
  return rejections.has(entry?.ErrorCode ?? '') ? 'rejected' : 'failed';
}
