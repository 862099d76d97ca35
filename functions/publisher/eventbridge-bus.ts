import {
  type EventBridgeClient,
  EventBridgeServiceException,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { TributaryError } from '../../shared/tributary-error.ts';
import type { BusEntry, EventBus, PublishOutcome } from './ports.ts';

/** The EventBridge bus with this name. */
export function createEventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  async function publish(entries: readonly BusEntry[]): Promise<readonly PublishOutcome[]> {
    const Entries = entries.map(({ source, detailType, detail }) => ({
      EventBusName: busName,
      Source: source,
      DetailType: detailType,
      Detail: detail,
    }));
    try {
      const result = await client.send(new PutEventsCommand({ Entries }));
      return entries.map((_entry, index) => toOutcome(result.Entries?.[index]));
    } catch (error) {
      if (isInvalidCall(error)) return publishEach(entries);
      throw new TributaryError(
        'publish_failed',
        'the bus did not accept events: check its throttling metrics and the AWS status page',
        { retryable: true, cause: error },
      );
    }
  }

  /** One entry makes the whole call invalid: sent alone, it is the one that is rejected. */
  async function publishEach(entries: readonly BusEntry[]): Promise<readonly PublishOutcome[]> {
    if (entries.length === 1) return ['rejected'];
    const outcomes: PublishOutcome[] = [];
    for (const entry of entries) outcomes.push(...(await publish([entry])));
    return outcomes;
  }

  return { publish };
}

/** A call that EventBridge refuses however often it is made, for example because it is too large. */
function isInvalidCall(error: unknown): boolean {
  return (
    error instanceof EventBridgeServiceException &&
    (error.name === 'ValidationException' || error.$metadata.httpStatusCode === 413)
  );
}

/**
 * Error codes of an entry that is itself wrong (EventBridge API reference, `PutEventsResultEntry`,
 * read 2026-11-21). All others, a missing permission too, are outages: they are repaired, and then the
 * event is published.
 */
const rejections = new Set(['InvalidArgument', 'MalformedDetail', 'RedactionFailure']);

function toOutcome(entry: PutEventsResultEntry | undefined): PublishOutcome {
  if (entry?.EventId !== undefined) return 'published';
  const code = entry?.ErrorCode;
  return code !== undefined && rejections.has(code) ? 'rejected' : 'failed';
}
