import {
  EventBridgeClient,
  EventBridgeServiceException,
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

/** The bus. Subscribers receive every accepted event at least once. */
export class EventBus {
  readonly accepted: BusEvent[] = [];
  readonly #world: World;
  readonly #onAccepted: (event: BusEvent) => void;
  /** Whether the bus rejects an event until the operator has repaired the cause, by event id. */
  readonly #rejected = new Map<string, boolean>();

  constructor(world: World, onAccepted: (event: BusEvent) => void) {
    this.#world = world;
    this.#onAccepted = onAccepted;
  }

  clientFor(environment: ExecutionEnvironment): EventBridgeClient {
    return toModelClient(EventBridgeClient, (command) => {
      if (!(command instanceof PutEventsCommand)) throw unknownToModel(command.constructor.name);
      const { Entries = [] } = command.input;
      return callAws(environment, 'eventbridge', 'PutEvents', () => this.#putEvents(Entries));
    });
  }

  #putEvents(entries: readonly PutEventsRequestEntry[]): object {
    const bytes = entries.reduce((sum, { Detail = '' }) => sum + Buffer.byteLength(Detail), 0);
    if (entries.length === 0 || entries.length > maxEntries || bytes > maxRequestBytes) {
      throw new EventBridgeServiceException({
        name: 'ValidationException',
        message: 'no entries, or too many',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
      });
    }
    const Entries = entries.map((entry) => this.#putEntry(entry));
    const FailedEntryCount = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    return { FailedEntryCount, Entries };
  }

  #putEntry(entry: PutEventsRequestEntry): PutEventsResultEntry {
    const { Detail = '', Source = '', DetailType = '' } = entry;
    const detail = parseDetail(Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail' };
    if (this.#isRejected(detail.metadata.id)) return { ErrorCode: 'InvalidArgument' };
    const { faults, random, trace } = this.#world;
    if (faults.surprise('partial PutEvents')) {
      return { ErrorCode: random.pick(['InternalFailure', 'ThrottlingException']) };
    }
    const event = { source: Source, 'detail-type': DetailType, text: Detail, detail };
    this.accepted.push(event);
    trace(`bus accepted ${DetailType} ${detail.metadata.id}`);
    this.#onAccepted(event);
    return { EventId: `event-${this.accepted.length}` };
  }

  #isRejected(id: string): boolean {
    const { faults } = this.#world;
    if (faults.isRepaired) return false;
    const known = this.#rejected.get(id);
    if (known !== undefined) return known;
    const isRejected = faults.surprise('event rejected by the bus', faults.plan.perSurprise / 10);
    this.#rejected.set(id, isRejected);
    return isRejected;
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
