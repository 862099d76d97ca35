import type { Log, LogFields } from './log.ts';
import type { LogEvent } from './log-events.ts';

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

type Level = (typeof levels)[number];

export interface LoggerSettings {
  /** The lowest level that is written; anything other than a level means `INFO`. */
  readonly level: string | undefined;
  readonly now: () => Date;
  /** Writes one line, which comes without a line break. */
  readonly write?: (line: string) => void;
}

/**
 * Structured log lines, one JSON object each. These twenty lines are here because Powertools' logger
 * is larger than everything else that a callback function loads.
 *
 * Lambda's level filter reads `timestamp` and `level`: it treats a line without them as INFO, and
 * would drop an error where only errors are logged.
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
