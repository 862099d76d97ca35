import type { BusPolicy } from '../../aws/eventbridge-bus-policy.ts';
import type { PublisherFunction } from '../../aws/lambda-event-source.ts';
import type { ListedObject } from '../../aws/s3-payload-bucket.ts';
import type { RedriveOutcome } from '../../redrive/publish-dead-letters.ts';
import type { EventInbox } from '../event-inbox.ts';
import type { Report } from '../result.ts';
import type { TestCallback } from '../test-callbacks.ts';

/** How soon the parts that a run breaks show it. */
export interface FaultPace {
  /** How long an event that is published takes at most. One that takes longer is not published. */
  readonly quietMs: number;
  /** How long to wait before looking again. */
  readonly pollMs: number;
}

/** What the faults of a run break, and by what they see its effect. */
export interface FaultPorts {
  readonly report: Report;
  readonly inbox: EventInbox;
  readonly bus: BusPolicy;
  readonly publisher: PublisherFunction;
  /** Sends a message, and returns when the response is a success. */
  readonly send: (message: TestCallback) => Promise<void>;
  /** Stream records that grew too old, which Lambda wrote to the payload bucket. */
  readonly oldRecords: {
    list(): Promise<readonly ListedObject[]>;
    read(key: string): Promise<string | undefined>;
    /** Publishes what is in an object, and deletes the object if the bus has taken all of it. */
    redrive(key: string): Promise<RedriveOutcome>;
  };
  readonly pace: FaultPace;
  /** How long to wait for an effect. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly waitMs: (ms: number) => Promise<void>;
  readonly now: () => Date;
  /** The commands by which a person repairs what this program could not. */
  readonly byHand: (maxRecordAgeSeconds: number) => string;
}

/** Messages of the test account that are sent while something is broken, in this order. */
export interface FaultMessages {
  readonly whileDenied: readonly TestCallback[];
  readonly old: readonly TestCallback[];
}
