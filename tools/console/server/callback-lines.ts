import { z } from 'zod';
import { parseJsonOrUndefined } from '../../../shared/json.ts';
import type { LogLine } from '../../operator/aws/cloudwatch-log-lines.ts';
import type { CallbackRow } from '../api.ts';

/** A line that a callback function has logged. */
export interface LoggedLine {
  /** Names the line: a part of the log that is read again has the same. */
  readonly key: string;
  readonly row: Omit<CallbackRow, 'sequence'>;
  readonly provider: string;
  /** `metadata.id` of the first event of the callback. */
  readonly eventId: string | undefined;
  /** The line itself. */
  readonly fields: object;
}

const callbackLine = z.looseObject({
  timestamp: z.string(),
  message: z.enum(['callback', 'callback refused', 'callback not stored', 'stray request']),
  provider: z.string(),
  id: z.string().optional(),
});

const reportLine = z.object({
  type: z.literal('platform.report'),
  record: z.object({ metrics: z.object({ durationMs: z.number() }) }),
});

/** The problem of an authentic request by a method that no callback of the provider has. `doctor` sends such. */
const otherMethod = 'methodNotAllowed';

/** What became of a callback, by the message of its line. */
const outcomes = {
  callback: 'stored',
  'callback refused': 'refused',
  'callback not stored': 'not stored',
  'stray request': 'stray',
} as const;

/**
 * The lines about callbacks, the oldest first. Lambda reports how long a callback took in a line after it, in
 * the same stream.
 */
export function parseCallbackLines(lines: readonly LogLine[]): readonly LoggedLine[] {
  const sorted = lines.toSorted((one, other) => one.atMs - other.atMs);
  const durations = new Map<string, number>();
  const parsed: LoggedLine[] = [];
  for (const { id, stream, text } of sorted.toReversed()) {
    const json = parseJsonOrUndefined(text);
    const report = reportLine.safeParse(json).data;
    if (report !== undefined) durations.set(stream, report.record.metrics.durationMs);
    const line = callbackLine.safeParse(json).data;
    if (line === undefined) continue;
    const { timestamp, level: _level, ...fields } = line;
    const { message, provider } = fields;
    const durationMs = durations.get(stream);
    durations.delete(stream);
    parsed.push({
      key: id,
      provider,
      eventId: line.id,
      fields: { timestamp, ...fields, ...(durationMs !== undefined && { durationMs }) },
      row: {
        receivedAt: timestamp,
        outcome: outcomes[message],
        isRefused: message !== 'callback' && fields.problem !== otherMethod,
        what: provider,
        more: [
          describeFields(fields),
          ...(durationMs === undefined ? [] : [`${Math.round(durationMs)} ms`]),
        ].join(' · '),
      },
    });
  }
  return parsed.reverse();
}

/** `2 stored, 1 duplicate`, or why it was refused. */
function describeFields(fields: Readonly<Record<string, unknown>>): string {
  const { problem, code } = fields;
  if (problem === otherMethod) return 'doctor has asked, or the method is wrong';
  const reason = problem ?? code;
  if (typeof reason === 'string') return reason.replaceAll('_', ' ');
  return Object.entries(fields)
    .filter(([name, value]) => typeof value === 'number' && name !== 'received')
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
