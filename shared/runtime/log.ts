import type { LogEvent, LogField } from './log-events.ts';

/** Structured log lines: ids, counts and outcomes; never bodies, names, phone numbers or tokens. */
export interface Log {
  info<Event extends LogEvent>(event: Event, fields: LogFields<Event>): void;
  warn<Event extends LogEvent>(event: Event, fields: LogFields<Event>): void;
  error<Event extends LogEvent>(event: Event, fields: LogFields<Event>): void;
}

/** Fields of a line; those that are `undefined` are left out of it. */
export type LogFields<Event extends LogEvent = LogEvent> = {
  readonly [Field in LogField<Event>]?: string | number | boolean | undefined;
};
