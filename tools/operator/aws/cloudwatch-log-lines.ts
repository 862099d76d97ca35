import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

/** A line of a log group. */
export interface LogLine {
  /** CloudWatch's id of the line. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly stream: string;
  readonly text: string;
}

/** Which lines: those from an instant, without the instant at the end. */
export interface LogPart {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** A filter pattern of CloudWatch Logs. */
  readonly filter: string;
}

/** The lines of log groups. Reading them by a filter costs nothing, other than a query of Logs Insights. */
export interface LogLines {
  /** @returns `isCut` when there are more lines than one reading takes: the rest is not read */
  read(
    group: string,
    part: LogPart,
  ): Promise<{ readonly lines: readonly LogLine[]; readonly isCut: boolean }>;
}

/** A page may have few lines, or none: CloudWatch ends it after a while. */
const maxPages = 30;

/**
 * Reads CloudWatch Logs with the credentials and the region of the environment.
 *
 * @param signal ends a reading by an error
 */
export function createCloudWatchLogLines(signal?: AbortSignal): LogLines {
  const client = new CloudWatchLogsClient();
  return {
    async read(group, { fromMs, toMs, filter }) {
      const lines: LogLine[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const found = await client.send(
          new FilterLogEventsCommand({
            logGroupName: group,
            startTime: fromMs,
            endTime: toMs - 1,
            filterPattern: filter,
            nextToken,
          }),
          { ...(signal && { abortSignal: signal }) },
        );
        for (const {
          eventId = '',
          timestamp = 0,
          logStreamName = '',
          message = '',
        } of found.events ?? []) {
          lines.push({ id: eventId, atMs: timestamp, stream: logStreamName, text: message });
        }
        nextToken = found.nextToken;
        if (nextToken === undefined) return { lines, isCut: false };
      }
      return { lines, isCut: true };
    },
  };
}
