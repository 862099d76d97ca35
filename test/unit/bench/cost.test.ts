import { expect, it } from 'vitest';
import type { CostFigures } from '../../bench/cost/figures.ts';
import { deliveryCost, floorCost, sumOf, totalOf } from '../../bench/cost/model.ts';
import { fixedCost, millionsPerMonth, storageCost, trafficCost } from '../../bench/cost/monthly.ts';
import { toMonthlyRows } from '../../bench/cost/monthly-rows.ts';
import type { Amounts } from '../../bench/cost/usage.ts';

const status: Amounts = {
  ackCalls: 1,
  ackCpuMs: 0,
  ackWriteUnits: 1,
  aliasWriteUnits: 0,
  eventChunks: 1,
  eventCount: 1,
  ackLogBytes: 0,
  storedBytes: 1000,
};
const message: Amounts = { ...status, ackWriteUnits: 3, storedBytes: 2000 };
const figures: CostFigures = {
  measuredAt: '2026-01-02T03:04:05.678Z',
  message,
  text: message,
  status,
  fixed: { providers: 1, alarms: 2, alarmMetrics: 3, metrics: 10, secrets: 1, dashboards: 1 },
};

it('a delivery of one unit, one event and nothing else costs the floor', () => {
  expect(deliveryCost(status, 'function URL')).toEqual(floorCost());
});

it('two more write units cost 1.25 USD for a million, and the HTTP API 1 USD', () => {
  const cost = totalOf(deliveryCost(message, 'HTTP API'));
  expect(cost - totalOf(floorCost())).toBeCloseTo(2.25);
});

it('a message is paid with its statuses and files', () => {
  const [ofMessage, ofStatus] = [message, status].map((it) => deliveryCost(it, 'function URL'));
  if (!ofMessage || !ofStatus) throw new Error('both have a cost');
  const withStatuses = totalOf(sumOf([1, ofMessage], [2.5, ofStatus]));
  // A tenth of a file, which costs more than a callback.
  expect(totalOf(trafficCost(figures, 'function URL'))).toBeGreaterThan(withStatuses + 1);
  expect(storageCost(figures)).toBeCloseTo(4.5 * 0.45 + 50 * 0.023);
});

it('a month has 2.628 million seconds, and costs that do not depend on them', () => {
  expect(millionsPerMonth(100)).toBeCloseTo(262.8);
  expect(fixedCost(figures.fixed)).toBeCloseTo(0.3 + 3 + 3 + 0.4);
  const month = (rate: number) =>
    toMonthlyRows(figures).find(({ what }) =>
      what.startsWith(`a month at ${rate} messages a second, by the function URL`),
    )?.measured ?? 0;
  const fixed = fixedCost(figures.fixed);
  expect(month(100) - fixed).toBeCloseTo(100 * (month(1) - fixed));
});
