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
  /** Messages in the mirror's queues. */
  readonly queuedMessages: number;
}

/** What limits an erasure. */
export interface Reach extends Retentions {
  /** The instant up to which the user was looked for; absent: now. */
  readonly asOf: string | undefined;
}

/** A place that still holds data of the user after an erasure. */
export interface UnreachablePlace {
  readonly place: string;
  /** The UTC day by which all of it has expired; absent: it does not expire. */
  readonly expiresOn?: string;
  readonly note?: string;
}

/** SQS keeps dead letters for 14 days, the longest of the mirror's queues. */
const queueDays = 14;

/** DynamoDB keeps a stream's records for 24 hours. */
const streamDays = 1;

/** What an erasure now cannot reach, and when it expires. */
export function listUnreachable(
  { asOf, archiveDays, recoveryDays, backups, exports, queuedMessages }: Reach,
  now: Date,
): readonly UnreachablePlace[] {
  const after = (days: number) => ({
    expiresOn: new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
  });
  return [
    ...(asOf === undefined
      ? []
      : [
          {
            place: `messages after ${asOf}, the time of the export`,
            note: 'erase again, with a newer export or none',
          },
        ]),
    { place: 'the stream of the table', ...after(streamDays) },
    ...(recoveryDays === undefined
      ? []
      : [{ place: 'point-in-time recovery of the table', ...after(recoveryDays) }]),
    ...(archiveDays === undefined
      ? []
      : [{ place: 'the archive of the bus', ...(archiveDays > 0 && after(archiveDays)) }]),
    ...backups.map((name) => ({
      place: `the backup ${name}`,
      note: 'delete it when it is no longer needed',
    })),
    ...exports.map((place) => ({
      place: `the export ${place}`,
      note: 'delete its objects if they are still there',
    })),
    ...(queuedMessages > 0
      ? [{ place: `${queuedMessages} messages in the mirror’s queues`, ...after(queueDays) }]
      : []),
    { place: 'what subscribers copied', note: 'ask the teams that subscribe' },
  ];
}
