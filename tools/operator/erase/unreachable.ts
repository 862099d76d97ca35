import { waitingSeconds } from '../../../sdk/ordering/order-items.ts';

/** How long copies of the data live outside the table and the buckets, as AWS reports it. */
export interface Retentions {
  /** Days of the bus's archive; 0: indefinitely. Absent: there is no archive. */
  readonly archiveDays?: number | undefined;
  /** Days of point-in-time recovery. Absent: it is off. */
  readonly recoveryDays?: number | undefined;
  /** On-demand backups, by name. */
  readonly backups: readonly string[];
  /** Point-in-time exports of the table, by location. */
  readonly exports: readonly string[];
  /** Messages in the mirror's queue. */
  readonly queuedMessages: number;
  /** Messages in its dead-letter queue, with those that a reader holds. */
  readonly queuedDeadLetters: number;
  /** The HTTP subscriptions in the stack of the gateway. */
  readonly httpSubscriptions: readonly {
    readonly name: string;
    /** Whether its events are in order: then a table holds those that wait. */
    readonly isOrdered: boolean;
  }[];
  /** Days of the log groups. Absent: there are none, as on the emulator. */
  readonly logsDays?: number | undefined;
  /** Whether the emulator has written every event to its own log. */
  readonly hasEventLog: boolean;
}

/** What limits an erasure. */
export interface Reach extends Retentions {
  /** The instant up to which the user was looked for; absent: now. */
  readonly asOf: string | undefined;
  /** Messages in the mirror's dead-letter queue that the search saw. */
  readonly seenDeadLetters: number;
  /** Keys in the payload bucket that the gateway did not write. */
  readonly foreign: readonly string[];
}

/** A place that still holds data of the user after an erasure. */
export interface UnreachablePlace {
  readonly place: string;
  /** The UTC day by which all of it has expired; absent: it does not expire. */
  readonly expiresOn?: string;
  readonly note?: string;
}

/** SQS keeps dead letters for 14 days, the longest of the mirror's queues, from when they were sent. */
const queueDays = 14;

/**
 * EventBridge repeats a delivery for 24 hours, unless the rule sets less ("How EventBridge retries delivering
 * events" of its user guide, read 2026-11-29).
 */
const deliveryDays = 1;

/** The queues of an HTTP subscription hold an event for 14 days each: one that waits, and one that is a dead letter. */
const subscriptionQueueDays = 14;

const orderTableDays = waitingSeconds / (24 * 60 * 60);

/** DynamoDB keeps a stream's records for 24 hours. */
const streamDays = 1;

/** The lifecycle of the buckets deletes the parts of uploads that were not completed. */
const uploadDays = 1;

/**
 * Messages in the mirror's dead-letter queue that another reader holds. SQS counts those that the last search
 * looked at as held for a while, so only those that the search has not seen are.
 */
export function countHeldDeadLetters({
  queuedDeadLetters,
  seenDeadLetters,
}: Pick<Reach, 'queuedDeadLetters' | 'seenDeadLetters'>): number {
  return Math.max(0, queuedDeadLetters - seenDeadLetters);
}

/** What an erasure now cannot reach, and when it expires. */
export function listUnreachable(reach: Reach, now: Date): readonly UnreachablePlace[] {
  const { asOf, archiveDays, recoveryDays, backups, exports, foreign, logsDays } = reach;
  const { queuedMessages, httpSubscriptions } = reach;
  const heldDeadLetters = countHeldDeadLetters(reach);
  const [firstForeign] = foreign;
  const after = (days: number) => ({
    expiresOn: new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
  });
  const places: readonly (UnreachablePlace | false)[] = [
    asOf !== undefined && {
      place: `messages after ${asOf}, the time of the export`,
      note: 'erase again, with a newer export or none',
    },
    queuedMessages > 0 && {
      place: `${queuedMessages} messages in the queue of the media mirror`,
      ...after(queueDays),
      note: 'the mirror will store their files: erase again when the queue is empty',
    },
    heldDeadLetters > 0 && {
      place: `${heldDeadLetters} messages of the mirror’s dead-letter queue that another reader holds`,
      ...after(queueDays),
      note: 'erase again in some minutes',
    },
    { place: 'the stream of the table', ...after(streamDays) },
    {
      place: 'what EventBridge has not delivered to the target of a rule yet',
      ...after(deliveryDays),
      note: 'it then goes to the dead-letter queue of the rule, if it has one',
    },
    { place: 'uploads of files that were not completed', ...after(uploadDays) },
    recoveryDays !== undefined && {
      place: 'point-in-time recovery of the table',
      ...after(recoveryDays),
    },
    archiveDays !== undefined && {
      place: 'the archive of the bus',
      ...(archiveDays > 0 && after(archiveDays)),
    },
    ...backups.map((name) => ({
      place: `the backup ${name}`,
      note: 'delete it when it is no longer needed',
    })),
    ...exports.map((place) => ({
      place: `the export ${place}`,
      note: 'delete its objects if they are still there',
    })),
    firstForeign !== undefined && {
      place: `${foreign.length} objects in the payload bucket that the gateway did not write, such as ${firstForeign}`,
      note: 'they were not read',
    },
    logsDays !== undefined && {
      place: 'the log groups',
      ...after(logsDays),
      note: 'their lines have ids of events; none has a name, a number or an id of a message',
    },
    reach.hasEventLog && {
      place: 'the log of events that the emulator writes',
      note: 'it goes with the data directory',
    },
    ...httpSubscriptions.flatMap(({ name, isOrdered }) => {
      const waitingDays = deliveryDays + subscriptionQueueDays + (isOrdered ? orderTableDays : 0);
      const queues: UnreachablePlace = {
        place: `the queues of the HTTP subscription ${name}`,
        ...after(waitingDays + subscriptionQueueDays),
        note: 'they hold what its receiver has not accepted',
      };
      const table: UnreachablePlace = {
        place: `the order table of the HTTP subscription ${name}`,
        ...after(waitingDays),
        note: 'it holds events that wait for their turn; DynamoDB deletes an expired one within a few days',
      };
      return isOrdered ? [queues, table] : [queues];
    }),
    {
      place: 'what subscribers copied, and what waits in their queues and order tables',
      note: 'ask the teams that subscribe',
    },
  ];
  return places.filter((place) => place !== false);
}
