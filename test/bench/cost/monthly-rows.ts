import type { Row } from '../benchmark.ts';
import { assumptions } from './assumptions.ts';
import type { CostFigures } from './figures.ts';
import { components, totalOf } from './model.ts';
import { fixedCost, millionsPerMonth, rates, storageCost, trafficCost } from './monthly.ts';

/** What a gateway costs in a month, of which `docs/limits.md` has the table. */
export function toMonthlyRows(figures: CostFigures): readonly Row[] {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const traffic = `a million messages, each with ${statusesPerMessage} statuses and ${filesPerMessage} files`;
  const byFunctionUrl = trafficCost(figures, 'function URL');
  const byApi = trafficCost(figures, 'HTTP API');
  const usd = (what: string, measured: number): Row => ({ what, measured, unit: 'USD' });
  return [
    ...components
      .filter((component) => byFunctionUrl[component] > 0)
      .map((component) => usd(`${traffic}: ${component}`, byFunctionUrl[component])),
    usd(`${traffic}: by the function URL`, totalOf(byFunctionUrl)),
    usd(`${traffic}: by the HTTP API`, totalOf(byApi)),
    usd(`${traffic}: storage for a month`, storageCost(figures)),
    usd(
      `a month, fixed: alarms, metrics, dashboard and ${figures.fixed.secrets} secrets`,
      fixedCost(figures.fixed),
    ),
    ...rates.flatMap((rate) => {
      const month = (cost: typeof byApi) =>
        totalOf(cost) * millionsPerMonth(rate) + fixedCost(figures.fixed);
      return [
        usd(`a month at ${rate} messages a second, by the function URL`, month(byFunctionUrl)),
        usd(`a month at ${rate} messages a second, by the HTTP API`, month(byApi)),
      ];
    }),
  ];
}
