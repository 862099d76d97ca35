import type { AlarmPreset } from '../../../lib/alarms/settings.ts';
import { assumptions } from '../../../test/bench/cost/assumptions.ts';
import { type CostFigures, readCostFigures } from '../../../test/bench/cost/figures.ts';
import type { FixedResources } from '../../../test/bench/cost/fixed-resources.ts';
import { type Cost, components, type Endpoint, totalOf } from '../../../test/bench/cost/model.ts';
import {
  fixedCost,
  highestRate,
  millionsPerMonth,
  monthlyCost,
  pollingCost,
  rates,
  smallGateway,
  storageCost,
  trafficCost,
  writeUnitsPerMessage,
} from '../../../test/bench/cost/monthly.ts';
import { costOfProvider, fixedResourcesOf } from '../../../test/bench/cost/presets.ts';
import { prices } from '../../../test/bench/cost/prices.ts';
import type { Amounts } from '../../../test/bench/cost/usage.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on limits with the tables of costs. */
export function withCostTables(page: string): string {
  const figures = readCostFigures();
  return withSections(page, {
    'cost-small': toSmallGateway(figures),
    'cost-presets': toPresetTable(),
    'cost-traffic': toTraffic(figures),
    'cost-table': toCostTable(figures),
    'cost-callbacks': toCallbackTable(figures),
  });
}

/** USD a month of a small gateway without traffic. */
function smallFixedCost(): number {
  return fixedCost(fixedResourcesOf(smallGateway.preset, smallGateway.providers)).usual;
}

function toSmallGateway(figures: CostFigures): string {
  const { rate, providers, preset } = smallGateway;
  const trafficOf = (endpoint: Endpoint) =>
    monthlyCost(figures, endpoint, rate.messagesPerSecond, totalOf);
  const fixed = smallFixedCost();
  const [byUrl, byApi] = [trafficOf('function URL'), trafficOf('HTTP API')];
  return [
    `A gateway with ${providers} providers and ${rate.label} costs ${toUsd(fixed + byUrl)} USD a month through the function URL and ${toUsd(fixed + byApi)} through the HTTP API.`,
    `Without any traffic it costs ${toUsd(fixed)} USD.`,
    `Each further provider adds ${toUsd(costOfProvider(preset))} USD.`,
  ].join(' ');
}

/** Providers with which the table of presets is computed: one and another, and as many as there may be. */
const providerCounts = [2, 13] as const;

function toPresetTable(): string {
  const { cloudwatch, secret } = prices;
  const [few] = providerCounts;
  const presets = ['small', 'full', 'none'] as const;
  const ofFew = presets.map((preset) => fixedResourcesOf(preset, few));
  const row = (name: string, of: (resources: FixedResources) => number, each: number) => [
    name,
    ...ofFew.map(
      (resources) => `${of(resources)} × ${each.toFixed(2)} = ${toUsd(of(resources) * each)}`,
    ),
  ];
  const totals = (name: string, of: (preset: AlarmPreset) => number) => [
    name,
    ...presets.map((preset) => toUsd(of(preset))),
  ];
  return toTable(
    [`USD a month with ${few} providers`, ...presets.map((preset) => `\`${preset}\``)],
    [
      ['alarms', ...ofFew.map(({ alarms }) => String(alarms))],
      row('metrics that they evaluate', (of) => of.alarmMetrics, cloudwatch.alarmMetric),
      row('metrics from log lines', (of) => of.usualMetrics, cloudwatch.metric),
      row('dashboard', (of) => of.dashboards, cloudwatch.dashboard),
      row('secrets', (of) => of.secrets, secret),
      row('queues that Lambda polls', (of) => of.polledQueues, pollingCost),
      totals('**total**', (preset) => fixedCost(fixedResourcesOf(preset, few)).usual),
      totals('each further provider', costOfProvider),
      ...providerCounts
        .slice(1)
        .map((count) =>
          totals(
            `**total with ${count} providers**`,
            (preset) => fixedCost(fixedResourcesOf(preset, count)).usual,
          ),
        ),
      row(
        'metrics that occur only while something is wrong, at most',
        (of) => of.rareMetrics,
        cloudwatch.metric,
      ),
    ],
  );
}

function toTraffic(figures: CostFigures): string {
  const { statusesPerMessage, filesPerMessage, fileMegabytes } = assumptions;
  const { messagesPerSecond: most } = highestRate;
  return [
    `A message has ${statusesPerMessage} statuses, each in its own callback (sent, delivered and usually read for a message to a user, none for a message from a user), and one message in ${1 / filesPerMessage} has a file of ${fileMegabytes} MB.`,
    `${toNumber(most)} messages per second are ${toNumber(most * (1 + statusesPerMessage))} callbacks and ${toNumber(most * writeUnitsPerMessage(figures))} write units per second, indexes and aliases included.`,
  ].join(' ');
}

function toCostTable(figures: CostFigures): string {
  const fixed = smallFixedCost();
  const row = (name: string, endpoint: Endpoint, of: (cost: Cost) => number, fixedPart = 0) => [
    name,
    toUsd(of(trafficCost(figures, endpoint))),
    ...rates.map(({ messagesPerSecond }) =>
      toUsd(monthlyCost(figures, endpoint, messagesPerSecond, of) + fixedPart),
    ),
  ];
  const byUrl = trafficCost(figures, 'function URL');
  const apiOnly = (rate?: number) =>
    totalOf(trafficCost(figures, 'HTTP API', rate)) -
    totalOf(trafficCost(figures, 'function URL', rate));
  const storage = storageCost(figures);
  return toTable(
    ['USD', 'a million messages', ...rates.map(({ label }) => `a month at ${label}`)],
    [
      ...components
        .filter((component) => byUrl[component] > 0)
        .map((component) => row(component, 'function URL', (cost) => cost[component])),
      [
        `without traffic, with ${smallGateway.providers} providers`,
        '',
        ...rates.map(() => toUsd(fixed)),
      ],
      row('**through the function URL**', 'function URL', totalOf, fixed),
      [
        'HTTP API and its access log',
        toUsd(apiOnly()),
        ...rates.map(({ messagesPerSecond }) =>
          toUsd(apiOnly(messagesPerSecond) * millionsPerMonth(messagesPerSecond)),
        ),
      ],
      row('**through the HTTP API**', 'HTTP API', totalOf, fixed),
      [
        'storage, for each month of retention',
        toUsd(storage),
        ...rates.map(({ messagesPerSecond }) =>
          toUsd(storage * millionsPerMonth(messagesPerSecond)),
        ),
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

/** Two decimals for small amounts, none for large ones. */
function toUsd(dollars: number): string {
  return dollars >= 100 ? toNumber(Math.round(dollars)) : dollars.toFixed(2);
}

function toNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
