import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../shared/runtime/logger.ts';

function linesAt(level: string | undefined): readonly object[] {
  const lines: string[] = [];
  const now = () => new Date('2026-01-02T03:04:05.678Z');
  const log = createLogger({ level, now, write: (line) => lines.push(line) });
  log.info('callback', { received: 1, id: undefined });
  log.warn('callback refused', {});
  log.error('callback not stored', {});
  return lines.map((line) => JSON.parse(line));
}

describe('a log line', () => {
  it('is one JSON object with the time and the level that Lambda filters by', () => {
    expect(linesAt('INFO')[0]).toEqual({
      timestamp: '2026-01-02T03:04:05.678Z',
      level: 'INFO',
      message: 'callback',
      received: 1,
    });
  });

  it('has the level and the name of its own event', () => {
    expect(linesAt('DEBUG')).toMatchObject([
      { level: 'INFO', message: 'callback' },
      { level: 'WARN', message: 'callback refused' },
      { level: 'ERROR', message: 'callback not stored' },
    ]);
  });

  it.each([
    ['DEBUG', 3],
    ['INFO', 3],
    ['WARN', 2],
    ['ERROR', 1],
    [undefined, 3],
    ['nonsense', 3],
  ])('at level %s leaves %i of three', (level, count) => {
    expect(linesAt(level)).toHaveLength(count);
  });
});
