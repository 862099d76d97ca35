import type { Row } from '../benchmark.ts';
import { assumptions } from './assumptions.ts';
import type { CostFigures } from './figures.ts';
import { type Cost, components, type Endpoint, totalOf } from './model.ts';
import { monthlyCost, rates, storageCost, trafficCost, writeUnitsPerMessage } from './monthly.ts';

/**
 * The monthly cost of a gateway, as in the tables of `docs/limits.md`.
 *
 * @param fixed USD that do not depend on traffic
 */
export function toMonthlyRows(figures: CostFigures, fixed: number): readonly Row[] {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const traffic = `a million messages, each with ${statusesPerMessage} statuses and ${filesPerMessage} files`;
  const byApi = trafficCost(figures, 'HTTP API');
  return [
    ...toCallbackRows(figures),
    ...toComponentRows(traffic, (of) => of(trafficCost(figures, 'function URL')), 0),
    usd(`${traffic}: through the HTTP API`, totalOf(byApi)),
    usd(`${traffic}: storage for a month`, storageCost(figures)),
    {
      what: 'write units of a message, its statuses, files and aliases',
      measured: writeUnitsPerMessage(figures),
      unit: 'units',
    },
    usd('a month, fixed: alarms, metrics, dashboard, secrets and polling', fixed),
    ...rates.flatMap(({ label, messagesPerSecond }) => {
      const month = (endpoint: Endpoint, of: (cost: Cost) => number) =>
        monthlyCost(figures, endpoint, messagesPerSecond, of);
      const what = `a month at ${label}`;
      return [
        ...toComponentRows(what, (of) => month('function URL', of), fixed),
        usd(`${what}: through the HTTP API`, month('HTTP API', totalOf) + fixed),
      ];
    }),
  ];
}

function toComponentRows(
  what: string,
  cost: (of: (cost: Cost) => number) => number,
  fixed: number,
): readonly Row[] {
  return [
    ...components
      .map((component) =>
        usd(
          `${what}: ${component}`,
          cost((of) => of[component]),
        ),
      )
      .filter(({ measured }) => measured > 0),
    usd(`${what}: through the function URL`, cost(totalOf) + fixed),
  ];
}

/** The mean amounts of one callback, from which the costs are computed. */
function toCallbackRows({ message, text, status, accessLogBytes }: CostFigures): readonly Row[] {
  const kinds = { 'a message of any kind': message, 'a text message': text, 'a status': status };
  return [
    ...Object.entries(kinds).flatMap(([kind, amounts]): readonly Row[] => {
      const what = `one callback, mean, ${kind}`;
      return [
        {
          what: `${what}: write units, index and alias included`,
          measured: amounts.ackWriteUnits + amounts.aliasWriteUnits,
          unit: 'units',
        },
        { what: `${what}: CPU until the response`, measured: amounts.ackCpuMs, unit: 'ms' },
        { what: `${what}: logged`, measured: amounts.ackLogBytes, unit: 'bytes' },
        { what: `${what}: stored, indexes included`, measured: amounts.storedBytes, unit: 'bytes' },
        { what: `${what}: into the archive`, measured: amounts.eventBytes, unit: 'bytes' },
      ];
    }),
    { what: 'one callback: logged by the HTTP API', measured: accessLogBytes, unit: 'bytes' },
  ];
}

function usd(what: string, measured: number): Row {
  return { what, measured, unit: 'USD' };
}
