import { expect, it } from 'vitest';
import type { CostFigures } from '../../bench/cost/figures.ts';
import type { FixedResources } from '../../bench/cost/fixed-resources.ts';
import {
  callbackCost,
  fileCost,
  floorCost,
  sumOf,
  totalOf,
  totalUntilBus,
} from '../../bench/cost/model.ts';
import {
  fixedCost,
  millionsPerMonth,
  storageCost,
  trafficCost,
  writeUnitsPerMessage,
} from '../../bench/cost/monthly.ts';
import { toMonthlyRows } from '../../bench/cost/monthly-rows.ts';
import type { Amounts } from '../../bench/cost/usage.ts';

const status: Amounts = {
  ackCalls: 1,
  ackCpuMs: 0,
  ackWriteUnits: 1,
  aliasWriteUnits: 0,
  eventChunks: 1,
  eventCount: 1,
  eventBytes: 1000,
  ackLogBytes: 0,
  storedBytes: 1000,
};
const message: Amounts = { ...status, ackWriteUnits: 3, storedBytes: 2000 };
const figures: CostFigures = {
  measuredOn: '2026-01-02',
  message,
  text: message,
  status,
  accessLogBytes: 400,
  archiveDays: 365 / 12,
};
const fixedResources: FixedResources = {
  alarms: 2,
  alarmMetrics: 3,
  usualMetrics: 10,
  rareMetrics: 20,
  secrets: 1,
  dashboards: 1,
  polledQueues: 1,
};

it('a callback with one write unit, one event and nothing else costs the floor until it is on the bus', () => {
  expect(totalUntilBus(callbackCost(status, 'function URL', figures))).toBeCloseTo(
    totalOf(floorCost()),
  );
});

it('the archive charges for a million events of 1 KB as for a gigabyte, taken in and stored', () => {
  const { 'archive of the bus': archive } = callbackCost(status, 'function URL', figures);
  expect(archive).toBeCloseTo(0.1 + 0.023);
});

it('two more write units add 1.25 USD to a million callbacks, and the HTTP API 1 USD and its log lines', () => {
  const cost = totalUntilBus(callbackCost(message, 'HTTP API', figures));
  expect(cost - totalOf(floorCost())).toBeCloseTo(1.25 + 1 + 0.2);
});

it('the cost of a message includes its statuses and files', () => {
  const [ofMessage, ofStatus] = [message, status].map((it) =>
    callbackCost(it, 'function URL', figures),
  );
  if (!ofMessage || !ofStatus) throw new Error('both have a cost');
  const withStatuses = totalOf(sumOf([1, ofMessage], [2.5, ofStatus]));
  // A tenth of a file, which costs more than a callback.
  expect(totalOf(trafficCost(figures, 'function URL'))).toBeGreaterThan(withStatuses + 1);
  expect(storageCost(figures)).toBeCloseTo(4.5 * 0.45 + 50 * 0.023);
  expect(fileCost(figures).logs).toBeGreaterThan(0.4);
});

it('the write units of a message include those of its alias, statuses and files', () => {
  const withAlias = { ...message, aliasWriteUnits: 0.5 };
  expect(writeUnitsPerMessage({ ...figures, message: withAlias })).toBeCloseTo(3.5 + 2.5 + 0.1);
});

it('the publisher is invoked for each event record at a low rate, and for ten under load', () => {
  const logs = (rate: number) => trafficCost(figures, 'function URL', rate).logs;
  const ofFiles = 0.1 * 0.45;
  expect(logs(1) - ofFiles).toBeCloseTo(10 * (logs(1000) - ofFiles));
});

it('a month has 2.628 million seconds, and a fixed cost', () => {
  expect(millionsPerMonth(100)).toBeCloseTo(262.8);
  const { usual, most } = fixedCost(fixedResources);
  expect(usual).toBeCloseTo(0.3 + 3 + 3 + 0.4 + 0.2628);
  expect(most).toBeCloseTo(usual + 6);
  const month = (label: string) =>
    toMonthlyRows(figures, usual).find(({ what }) =>
      what.startsWith(`a month at ${label}: through the function URL`),
    )?.measured ?? 0;
  expect(month('10,000 per second') - usual).toBeCloseTo(100 * (month('100 per second') - usual));
  expect(month('1,000 messages per day')).toBeLessThan(usual + 1);
});
