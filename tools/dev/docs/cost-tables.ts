import { assumptions } from '../../../test/bench/cost/assumptions.ts';
import { type CostFigures, readCostFigures } from '../../../test/bench/cost/figures.ts';
import { type Cost, components, type Endpoint, totalOf } from '../../../test/bench/cost/model.ts';
import {
  fixedCost,
  millionsPerMonth,
  monthlyCost,
  pollingCost,
  rates,
  storageCost,
  trafficCost,
  writeUnitsPerMessage,
} from '../../../test/bench/cost/monthly.ts';
import { prices } from '../../../test/bench/cost/prices.ts';
import type { Amounts } from '../../../test/bench/cost/usage.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on limits with the tables of costs. */
export function withCostTables(page: string): string {
  const figures = readCostFigures();
  return withSections(page, {
    'cost-traffic': toTraffic(figures),
    'cost-table': toCostTable(figures),
    'cost-callbacks': toCallbackTable(figures),
    'cost-fixed': toFixedTable(figures),
  });
}

function toTraffic(figures: CostFigures): string {
  const { statusesPerMessage, filesPerMessage, fileMegabytes } = assumptions;
  const [, , most] = rates;
  return [
    `A message has ${statusesPerMessage} statuses, each in its own callback (sent, delivered and usually read for a message to a user, none for a message from a user), and one message in ${1 / filesPerMessage} has a file of ${fileMegabytes} MB.`,
    `${toNumber(most)} messages per second are ${toNumber(most * (1 + statusesPerMessage))} callbacks and ${toNumber(most * writeUnitsPerMessage(figures))} write units per second, indexes and aliases included.`,
  ].join(' ');
}

function toCostTable(figures: CostFigures): string {
  const fixed = fixedCost(figures.fixed);
  const row = (name: string, endpoint: Endpoint, of: (cost: Cost) => number, fixedPart = 0) => [
    name,
    toUsd(of(trafficCost(figures, endpoint))),
    ...rates.map((rate) => toUsd(monthlyCost(figures, endpoint, rate, of) + fixedPart)),
  ];
  const byUrl = trafficCost(figures, 'function URL');
  const apiOnly = (rate?: number) =>
    totalOf(trafficCost(figures, 'HTTP API', rate)) -
    totalOf(trafficCost(figures, 'function URL', rate));
  const storage = storageCost(figures);
  return toTable(
    [
      'USD',
      'a million messages',
      ...rates.map((rate) => `a month at ${toNumber(rate)} per second`),
    ],
    [
      ...components
        .filter((component) => byUrl[component] > 0)
        .map((component) => row(component, 'function URL', (cost) => cost[component])),
      ['alarms, metrics, dashboard, secrets, polling', '', ...rates.map(() => toUsd(fixed))],
      row('**through the function URL**', 'function URL', totalOf, fixed),
      [
        'HTTP API and its access log',
        toUsd(apiOnly()),
        ...rates.map((rate) => toUsd(apiOnly(rate) * millionsPerMonth(rate))),
      ],
      row('**through the HTTP API**', 'HTTP API', totalOf, fixed),
      [
        'storage, for each month of retention',
        toUsd(storage),
        ...rates.map((rate) => toUsd(storage * millionsPerMonth(rate))),
      ],
    ],
  );
}

function toCallbackTable(figures: CostFigures): string {
  const { message, text, status } = figures;
  const row = (name: string, of: (amounts: Amounts) => string) => [
    name,
    ...[message, text, status].map(of),
  ];
  return toTable(
    ['mean of one callback, measured', 'a message of any kind', 'a text message', 'a status'],
    [
      row('write units, index and alias included', ({ ackWriteUnits, aliasWriteUnits }) =>
        (ackWriteUnits + aliasWriteUnits).toFixed(2),
      ),
      row('CPU until the response, ms', ({ ackCpuMs }) => ackCpuMs.toFixed(1)),
      row('bytes logged', ({ ackLogBytes }) => toNumber(ackLogBytes)),
      row('bytes logged by the HTTP API in addition', () => toNumber(figures.accessLogBytes)),
      row('bytes stored, indexes included', ({ storedBytes }) => toNumber(storedBytes)),
      row('bytes into the archive of the bus', ({ eventBytes }) => toNumber(eventBytes)),
    ],
  );
}

function toFixedTable({ fixed }: CostFigures): string {
  const { cloudwatch, secret } = prices;
  const rows: readonly (readonly [string, number, number])[] = [
    [`metrics of ${fixed.alarms} alarms`, fixed.alarmMetrics, cloudwatch.alarmMetric],
    ['metrics from log lines, at most', fixed.metrics, cloudwatch.metric],
    ['dashboard', fixed.dashboards, cloudwatch.dashboard],
    ['secrets', fixed.secrets, secret],
    ['queues that Lambda polls', fixed.polledQueues, pollingCost],
  ];
  return toTable(
    [`with ${fixed.providers} providers enabled`, 'how many', 'USD each', 'USD a month'],
    [
      ...rows.map(([name, count, each]) => [
        name,
        String(count),
        each.toFixed(2),
        toUsd(count * each),
      ]),
      ['**total**', '', '', toUsd(fixedCost(fixed))],
    ],
  );
}

/** Two decimals for small amounts, none for large ones. */
function toUsd(dollars: number): string {
  return dollars >= 100 ? toNumber(Math.round(dollars)) : dollars.toFixed(2);
}

function toNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
