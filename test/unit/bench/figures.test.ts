import { describe, expect, it } from 'vitest';
import type { Row } from '../../bench/benchmark.ts';
import { toFile, toRecordedRun, toRun } from '../../bench/figures.ts';

const row: Row = { what: 'incs: import', measured: 61.313246, unit: 'ms' };

describe('toRecordedRun', () => {
  it('rounds numbers to what the tables print', () => {
    const compared = { ...row, against: 'naive handler', ratio: 0.657781, limit: 0.8 };
    const { rows, minutes } = toRecordedRun(toRun([compared], 0.3462));
    expect(rows).toEqual([{ ...compared, measured: 61.3, ratio: 0.658 }]);
    expect(minutes).toBe(0.35);
  });

  it('keeps a ratio that rounding would bring within its limit', () => {
    const missed = { ...row, against: 'naive handler', ratio: 0.80012, limit: 0.8 };
    expect(toRecordedRun(toRun([missed], 1)).rows).toEqual([missed]);
  });

  it('leaves details out', () => {
    expect(toRecordedRun(toRun([{ ...row, detail: true }], 1)).rows).toEqual([]);
  });
});

describe('toFile', () => {
  it('writes one line for each row', () => {
    const run = toRun([row, { ...row, what: 'itnio: import' }], 1);
    const text = toFile({ a: run });
    expect(JSON.parse(text)).toEqual({ a: run });
    expect(text.split('\n').filter((line) => line.includes('"what"'))).toHaveLength(2);
  });
});
