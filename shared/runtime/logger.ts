import type { Log, LogFields } from '../pipeline/ports.ts';

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

type Level = (typeof levels)[number];

/**
 * Structured log lines, one JSON object each, in the form in which CloudWatch Logs Insights finds
 * fields by itself. It is our own ten lines because Powertools' logger is heavier than everything
 * else on the path that answers a provider.
 *
 * @param level lines below it are dropped; anything else than a level means `INFO`
 * @param write takes one line without its end
 */
export function createLogger(
  level: string | undefined,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Log {
  const threshold = Math.max(levels.indexOf(isLevel(level) ? level : 'INFO'), 0);
  const logAt = (at: Level) => (message: string, fields?: LogFields) => {
    if (levels.indexOf(at) >= threshold) write(JSON.stringify({ level: at, message, ...fields }));
  };
  return { info: logAt('INFO'), warn: logAt('WARN'), error: logAt('ERROR') };
}

function isLevel(value: string | undefined): value is Level {
  return levels.some((level) => level === value);
}
