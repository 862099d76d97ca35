import { assumptions } from '../../test/bench/cost/assumptions.ts';
import { type CostFigures, readCostFigures } from '../../test/bench/cost/figures.ts';
import { components, totalOf } from '../../test/bench/cost/model.ts';
import {
  fixedCost,
  millionsPerMonth,
  rates,
  storageCost,
  trafficCost,
} from '../../test/bench/cost/monthly.ts';
import { prices } from '../../test/bench/cost/prices.ts';
import type { Amounts } from '../../test/bench/cost/usage.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on limits with what a gateway costs. */
export function withCostTables(page: string): string {
  const figures = readCostFigures();
  return withSections(page, {
    'cost-traffic': toTraffic(figures),
    'cost-table': toCostTable(figures),
    'cost-deliveries': toDeliveryTable(figures),
    'cost-fixed': toFixedTable(figures),
  });
}

function toTraffic({ message, status }: CostFigures): string {
  const { statusesPerMessage, filesPerMessage, fileMegabytes } = assumptions;
  const [, , most] = rates;
  const unitsPerMessage =
    message.ackWriteUnits + statusesPerMessage * status.ackWriteUnits + filesPerMessage;
  return [
    `A message brings ${statusesPerMessage} statuses, each in a callback of its own (sent, delivered and mostly read, if it goes to a user; none, if it comes from one), and one message in ${1 / filesPerMessage} has a file of ${fileMegabytes} MB.`,
    `${toNumber(most)} messages a second are ${toNumber(most * (1 + statusesPerMessage))} callbacks and ${toNumber(most * unitsPerMessage)} write units a second, indexes included.`,
  ].join(' ');
}

function toCostTable(figures: CostFigures): string {
  const [byUrl, byApi] = [trafficCost(figures, 'function URL'), trafficCost(figures, 'HTTP API')];
  const fixed = fixedCost(figures.fixed);
  const row = (name: string, perMillion: number, fixedPart = 0) => [
    name,
    toUsd(perMillion),
    ...rates.map((rate) => toUsd(perMillion * millionsPerMonth(rate) + fixedPart)),
  ];
  return toTable(
    ['USD', 'a million messages', ...rates.map((rate) => `a month at ${toNumber(rate)} a second`)],
    [
      ...components
        .filter((component) => byUrl[component] > 0)
        .map((component) => row(component, byUrl[component])),
      row('the table’s stream, read by Lambda', 0),
      ['alarms, metrics, dashboard, secrets', '', ...rates.map(() => toUsd(fixed))],
      row('**by the function URL**', totalOf(byUrl), fixed),
      row('front door, HTTP API only', byApi['front door']),
      row('**by the HTTP API**', totalOf(byApi), fixed),
      row('storage, for each month that is kept', storageCost(figures)),
    ],
  );
}

function toDeliveryTable(figures: CostFigures): string {
  const { message, text, status } = figures;
  const row = (name: string, of: (amounts: Amounts) => string) => [
    name,
    ...[message, text, status].map(of),
  ];
  return toTable(
    ['measured, one callback, mean', 'a message of any kind', 'a text message', 'a status'],
    [
      row('write units, index included', ({ ackWriteUnits }) => ackWriteUnits.toFixed(2)),
      row('CPU until the answer, ms', ({ ackCpuMs }) => ackCpuMs.toFixed(1)),
      row('bytes logged', ({ ackLogBytes }) => toNumber(ackLogBytes)),
      row('bytes stored, indexes included', ({ storedBytes }) => toNumber(storedBytes)),
    ],
  );
}

function toFixedTable({ fixed }: CostFigures): string {
  const { cloudwatch, secret } = prices;
  const rows: readonly (readonly [string, number, number])[] = [
    [`metrics of ${fixed.alarms} alarms`, fixed.alarmMetrics, cloudwatch.alarmMetric],
    ['metrics out of logs, if each has data', fixed.metrics, cloudwatch.metric],
    ['dashboard', fixed.dashboards, cloudwatch.dashboard],
    ['secrets', fixed.secrets, secret],
  ];
  return toTable(
    [`with ${fixed.providers} providers on`, 'how many', 'USD each', 'USD a month'],
    [
      ...rows.map(([name, count, each]) => [
        name,
        String(count),
        each.toFixed(2),
        toUsd(count * each),
      ]),
      ['**all**', '', '', toUsd(fixedCost(fixed))],
    ],
  );
}

/** Two decimals for small sums; nobody needs the cents of large ones. */
function toUsd(dollars: number): string {
  return dollars >= 100 ? toNumber(Math.round(dollars)) : dollars.toFixed(2);
}

function toNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
