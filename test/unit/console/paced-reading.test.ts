import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPacedReading } from '../../../tools/console/page/paced-reading.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reads once what comes together', async () => {
  const read = vi.fn(async () => {});
  const reading = createPacedReading(read, 100);
  for (let question = 0; question < 5; question += 1) reading.ask();
  await vi.advanceTimersByTimeAsync(1000);
  expect(read).toHaveBeenCalledTimes(1);
});

it('is not put off by questions that never end', async () => {
  const read = vi.fn(async () => {});
  const reading = createPacedReading(read, 100);
  for (let ms = 0; ms < 1000; ms += 50) {
    reading.ask();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(read.mock.calls.length).toBeGreaterThanOrEqual(5);
});

it('reads again after a reading during which it was asked, and not beside it', async () => {
  const ends: (() => void)[] = [];
  const read = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
  const reading = createPacedReading(read, 100);
  reading.ask();
  await vi.advanceTimersByTimeAsync(100);
  reading.ask();
  await vi.advanceTimersByTimeAsync(1000);
  expect(read).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(100);
  expect(read).toHaveBeenCalledTimes(2);
});

it('begins no reading after its end', async () => {
  const read = vi.fn(async () => {});
  const reading = createPacedReading(read, 100);
  reading.ask();
  reading.end();
  reading.ask();
  await vi.advanceTimersByTimeAsync(1000);
  expect(read).not.toHaveBeenCalled();
});
