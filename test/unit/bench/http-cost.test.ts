import { expect, it } from 'vitest';
import { httpCost, httpMonthlyCost, sum } from '../../bench/cost/http.ts';

it('costs less for events that come in batches', () => {
  const [alone, batched] = [1, 5].map((size) => httpCost(size));
  if (!alone || !batched) return expect.unreachable();
  expect(sum(batched)).toBeLessThan(sum(alone));
  // Three requests to SQS at 0.40 USD a million, by hand.
  expect(alone.SQS).toBeCloseTo(1.2, 6);
  // 150 ms at 256 MB, by hand.
  expect(alone['Lambda: duration']).toBeCloseTo(150_000 * 0.25 * 0.000_013_333_4, 6);
});

it('costs little without events', () => {
  expect(sum(httpMonthlyCost(657_000))).toBeLessThan(1.5);
});
