import {
  defaultMaxAttempts,
  secondsOfAttempts,
} from '../../../shared/http-subscription/retry-schedule.ts';
import { assumptions } from '../../../test/bench/cost/assumptions.ts';
import {
  defaultBatch,
  httpComponents,
  httpCost,
  httpMonthlyComponents,
  httpMonthlyCost,
  sum,
} from '../../../test/bench/cost/http.ts';
import {
  meanOrderedWriteUnits,
  orderedCost,
  totalOrderedCost,
} from '../../../test/bench/cost/ordered.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on HTTP subscriptions with the times of the attempts and the tables of their cost. */
export function withHttpTables(page: string): string {
  const costs = [1, defaultBatch].map(httpCost);
  const monthly = httpMonthlyCost(assumptions.emptyReceivesPerMonth);
  const ordered = totalOrderedCost(orderedCost(1, meanOrderedWriteUnits()));
  return withSections(page, {
    'http-attempts': toTable(
      ['attempt', 'not before'],
      Array.from({ length: defaultMaxAttempts }, (_, index) => [
        String(index + 1),
        toTime(secondsOfAttempts(index + 1)),
      ]),
    ),
    'http-cost': toTable(
      [
        'USD for a million events',
        'one event in a batch',
        `${defaultBatch}, as many as by default`,
      ],
      [
        ...httpComponents.map((name) => [name, ...costs.map((cost) => toUsd(cost[name]))]),
        ['**together**', ...costs.map((cost) => toUsd(sum(cost)))],
      ],
    ),
    'http-monthly-cost': toTable(
      ['USD a month', ''],
      [
        ...httpMonthlyComponents.map((name) => [name, toUsd(monthly[name])]),
        ['**together**', toUsd(sum(monthly))],
      ],
    ),
    'http-ordered-cost': `In order, a million events cost up to ${toUsd(ordered)} USD more, as [in any ordered subscription](ordered-subscriptions.md#what-it-costs).`,
  });
}

function toUsd(dollars: number): string {
  return dollars.toFixed(2);
}

function toTime(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return `${(Math.floor(seconds / 360) / 10).toFixed(1)} h`;
}
