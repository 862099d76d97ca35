import { describe, expect, it } from 'vitest';
import { createPace } from '../../../tools/operator/pace.ts';
import { announceScan, estimateScan } from '../../../tools/operator/scan-cost.ts';
import { daysOf, readTimeRange } from '../../../tools/operator/time-range.ts';

const now = new Date('2026-01-02T03:04:05Z');

describe('a scan', () => {
  it('costs a read unit for 8 KB', () => {
    expect(estimateScan({ items: 10, bytes: 8192 * 1_000_000 })).toMatchObject({
      readUnits: 1_000_000,
      usd: 0.125,
      segments: 16,
    });
    expect(estimateScan({ items: 0, bytes: 0 })).toMatchObject({ readUnits: 0, segments: 2 });
  });

  it('over a dollar needs --accept-cost', () => {
    const progress: string[] = [];
    const output = { progress: (text: string) => progress.push(text) };
    const size = { items: 1, bytes: 100e9 };
    expect(() => announceScan(size, undefined, output)).toThrow('--accept-cost');
    expect(progress).toEqual([]);
    expect(announceScan(size, true, output).usd).toBeGreaterThan(1);
    expect(progress.join()).toContain('USD');
  });

  it('costs nothing on the emulator, and says nothing', () => {
    const progress: string[] = [];
    const output = { progress: (text: string) => progress.push(text) };
    expect(announceScan({ items: 1, bytes: 100e9 }, undefined, output, true).segments).toBe(16);
    expect(progress).toEqual([]);
  });
});

describe('a time range', () => {
  it('accepts days and instants, and ends now by default', () => {
    expect(readTimeRange({ from: '2026-01-01' }, now)).toEqual({
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-02T03:04:05.000Z',
    });
    const range = { from: '2026-01-01T10:00:00+02:00', to: '2026-01-01T09:00Z' };
    expect(readTimeRange(range, now)).toEqual({
      from: '2026-01-01T08:00:00.000Z',
      to: '2026-01-01T09:00:00.000Z',
    });
  });

  it.each([
    [{}],
    [{ from: 'yesterday' }],
    [{ from: '1/2/2026' }],
    [{ from: '2026-13-01' }],
    [{ from: '2026-02-30' }],
    [{ from: '2026-01-02', to: '2026-01-01' }],
  ])('refuses %j', (values) => {
    expect(() => readTimeRange(values, now)).toThrow(/--(from|to)/);
  });

  it('includes the day of its first instant, not the day of its end', () => {
    const range = { from: '2026-01-01T23:59:00.000Z', to: '2026-01-03T00:00:00.000Z' };
    expect(daysOf(range)).toEqual(['2026-01-01', '2026-01-02']);
  });
});

it('a pace limits the calls per second', async () => {
  let nowMs = 0;
  const waitMs = async (ms: number) => {
    nowMs += ms;
  };
  const pace = createPace(10, { now: () => new Date(nowMs), waitMs });
  for (let turn = 0; turn < 31; turn += 1) await pace();
  expect(nowMs).toBe(3000);
});
