import { checkDay } from '../../shared/reader/read-conversations.ts';
import { UsageError } from '../command-line/command-error.ts';

/** A range of time with `from` and without `to`; ISO 8601 in UTC with milliseconds. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export const timeRangeOptions = {
  from: {
    type: 'string',
    value: 'TIME',
    help: 'received at or after this day (2026-11-21) or instant',
  },
  to: { type: 'string', value: 'TIME', help: 'received before this day or instant; default: now' },
} as const;

const writtenInstant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads the range from the options. A day means its first instant in UTC.
 *
 * @throws {UsageError} for a missing or invalid range
 */
export function readTimeRange(
  values: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): TimeRange {
  if (values.from === undefined) throw new UsageError('--from is required');
  const from = readInstant('--from', values.from);
  const to = values.to === undefined ? now.toISOString() : readInstant('--to', values.to);
  if (from >= to) throw new UsageError('--to must be later than --from');
  return { from, to };
}

export function isWithin(instant: string, { from, to }: TimeRange): boolean {
  return instant >= from && instant < to;
}

/** Every UTC day that the range touches, in order. */
export function daysOf({ from, to }: TimeRange): readonly string[] {
  const days: string[] = [];
  const lastMs = Date.parse(to) - 1;
  for (
    let ms = Date.parse(`${from.slice(0, 10)}T00:00:00Z`);
    ms <= lastMs;
    ms += 24 * 60 * 60 * 1000
  ) {
    days.push(new Date(ms).toISOString().slice(0, 10));
  }
  return days;
}

function readInstant(option: string, text: string): string {
  // Date.parse takes 2026-02-30 as a day of March.
  const isInstant = writtenInstant.test(text) && isDay(text.slice(0, 10));
  const ms = isInstant ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new UsageError(
      `${option} must be a day (2026-11-21) or an instant (2026-11-21T10:15:00Z)`,
    );
  }
  return new Date(ms).toISOString();
}

function isDay(text: string): boolean {
  try {
    checkDay(text);
    return true;
  } catch {
    return false;
  }
}
