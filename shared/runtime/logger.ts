import type { Log, LogFields } from './log.ts';
import type { LogEvent } from './log-events.ts';

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

type Level = (typeof levels)[number];

export interface LoggerSettings {
  /** Lines below it are dropped; anything else than a level means `INFO`. */
  readonly level: string | undefined;
  readonly now: () => Date;
  /** Takes one line without its end. */
  readonly write?: (line: string) => void;
}

/**
 * Structured log lines, one JSON object each. It is our own twenty lines because Powertools' logger
 * is heavier than everything else on the path that answers a provider.
 *
 * `timestamp` and `level` are what Lambda's own level filter looks at: it takes a line without them
 * for INFO, and would drop an error where only errors are wanted.
 */
export function createLogger({ level, now, write = writeLine }: LoggerSettings): Log {
  const threshold = levels.indexOf(isLevel(level) ? level : 'INFO');
  const logAt = (at: Level) => (event: LogEvent, fields: LogFields) => {
    if (levels.indexOf(at) < threshold) return;
    write(JSON.stringify({ timestamp: now().toISOString(), level: at, message: event, ...fields }));
  };
  return { info: logAt('INFO'), warn: logAt('WARN'), error: logAt('ERROR') };
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isLevel(value: string | undefined): value is Level {
  return levels.some((level) => level === value);
}
