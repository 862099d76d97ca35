import { describe, expect, it } from 'vitest';
import { backOffSeconds } from '../../../functions/media-mirror/back-off.ts';

const longest = 0.999_999;

describe('backOffSeconds', () => {
  it('grows fourfold with each attempt', () => {
    const delays = [1, 2, 3, 4, 5].map((attempt) => backOffSeconds(attempt, undefined, longest));
    expect(delays).toEqual([30, 120, 480, 1920, 7680]);
  });

  it('is by chance between half of its length and all of it', () => {
    expect(backOffSeconds(2, undefined, 0)).toBe(60);
    expect(backOffSeconds(2, undefined, longest)).toBe(120);
  });

  it('waits at least as long as the server asks', () => {
    expect(backOffSeconds(1, 600, 0)).toBe(600);
    expect(backOffSeconds(4, 600, longest)).toBe(1920);
  });

  it('never waits longer than 6 hours, whoever asks', () => {
    expect(backOffSeconds(1, 86_400, 0)).toBe(21_600);
    expect(backOffSeconds(40, undefined, longest)).toBe(21_600);
  });
});
