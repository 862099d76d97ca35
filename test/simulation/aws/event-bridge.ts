import {
  DescribeEventBusCommand,
  EventBridgeClient,
  EventBridgeServiceException,
  ListArchivesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';
import { callAws } from './aws-calls.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

/** An event that the bus accepted, as subscribers receive it. */
export interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  /** The text that the publisher put. */
  readonly text: string;
  readonly detail: TributaryEvent['detail'];
}

const maxEntries = 10;
const maxRequestBytes = 1024 * 1024;

/** How the bus rejects an event: it refuses the entry, or every call with the entry. */
type Rejection = 'entry' | 'call';

/** The bus. Subscribers receive every accepted event at least once. */
export class EventBus {
  readonly accepted: BusEvent[] = [];
  readonly #world: World;
  readonly #onAccepted: (event: BusEvent) => void;
  /** How the bus rejects an event until the operator has repaired the cause, by event id. */
  readonly #rejected = new Map<string, Rejection | undefined>();

  constructor(world: World, onAccepted: (event: BusEvent) => void) {
    this.#world = world;
    this.#onAccepted = onAccepted;
  }

  clientFor(environment: ExecutionEnvironment): EventBridgeClient {
    return toModelClient(EventBridgeClient, (command) => {
      const call = (operation: string, effect: () => object) =>
        callAws(environment, 'eventbridge', operation, effect);
      if (command instanceof PutEventsCommand) {
        const { Entries = [] } = command.input;
        return call('PutEvents', () => this.#putEvents(Entries));
      }
      if (command instanceof DescribeEventBusCommand) {
        return call('DescribeEventBus', () => ({
          Arn: 'arn:aws:events:us-east-1:123456789012:bus',
        }));
      }
      if (command instanceof ListArchivesCommand) return call('ListArchives', () => ({}));
      throw unknownToModel(command.constructor.name);
    });
  }

  #putEvents(entries: readonly PutEventsRequestEntry[]): object {
    const { tally } = this.#world;
    const bytes = entries.reduce((sum, { Detail = '' }) => sum + Buffer.byteLength(Detail), 0);
    const isInLimits =
      entries.length > 0 && entries.length <= maxEntries && bytes <= maxRequestBytes;
    if (!isInLimits || entries.some(({ Detail = '' }) => this.#rejectionOf(Detail) === 'call')) {
      throw new EventBridgeServiceException({
        name: 'ValidationException',
        message: 'an entry is invalid, or there are too many',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
      });
    }
    if (entries.length === maxEntries) tally.count('PutEvents call with 10 entries');
    const Entries = entries.map((entry) => this.#putEntry(entry));
    const FailedEntryCount = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    return { FailedEntryCount, Entries };
  }

  #putEntry(entry: PutEventsRequestEntry): PutEventsResultEntry {
    const { Detail = '', Source = '', DetailType = '' } = entry;
    if (this.#rejectionOf(Detail) !== undefined) return { ErrorCode: 'InvalidArgument' };
    const { faults, random, trace } = this.#world;
    if (faults.surprise('partial PutEvents')) {
      return { ErrorCode: random.pick(['InternalFailure', 'ThrottlingException']) };
    }
    const detail = parseDetail(Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail' };
    const event = { source: Source, 'detail-type': DetailType, text: Detail, detail };
    this.accepted.push(event);
    trace(`bus accepted ${DetailType} ${detail.metadata.id}`);
    this.#onAccepted(event);
    return { EventId: `event-${this.accepted.length}` };
  }

  #rejectionOf(text: string): Rejection | undefined {
    const { faults } = this.#world;
    if (faults.isRepaired || faults.plan.calm) return undefined;
    // The id comes first in every event: to parse all of a large event would take most of the time.
    const id = text.slice(0, 100);
    if (!this.#rejected.has(id)) this.#rejected.set(id, this.#drawRejection());
    return this.#rejected.get(id);
  }

  #drawRejection(): Rejection | undefined {
    const { faults } = this.#world;
    const probability = faults.plan.perSurprise / 20;
    if (faults.surprise('event rejected by the bus', probability)) return 'entry';
    return faults.surprise('event that makes a call invalid', probability) ? 'call' : undefined;
  }
}

/** @returns `undefined` for a detail that EventBridge refuses: a text that is not a JSON object */
function parseDetail(text: string): BusEvent['detail'] | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    const isObject = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
    // The invariants check the content of the events.
    return isObject ? (detail as BusEvent['detail']) : undefined;
  } catch {
    return undefined;
  }
}
