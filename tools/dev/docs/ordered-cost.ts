import { assumptions } from '../../../test/bench/cost/assumptions.ts';
import {
  meanOrderedWriteUnits,
  orderedComponents,
  orderedCost,
  totalOrderedCost,
} from '../../../test/bench/cost/ordered.ts';
import { prices } from '../../../test/bench/cost/prices.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on ordered subscriptions with the table of their cost. */
export function withOrderedCost(page: string): string {
  const writeUnits = meanOrderedWriteUnits();
  const costs = [1, 10].map((eventsPerBatch) => orderedCost(eventsPerBatch, writeUnits));
  const plainQueue = 3 * prices.sqsRequestsPerMillion;
  const polling =
    (assumptions.emptyReceivesPerMonth / 1_000_000) *
    (prices.sqsRequestsPerMillion + prices.sqsFifoRequestsPerMillion);
  const toUsd = (dollars: number) => dollars.toFixed(2);
  return withSections(page, {
    'ordered-cost': toTable(
      ['USD for a million events', 'one event in a batch', 'ten'],
      [
        ...orderedComponents.map((name) => [name, ...costs.map((cost) => toUsd(cost[name]))]),
        ['**together**', ...costs.map((cost) => toUsd(totalOrderedCost(cost)))],
      ],
    ),
    'ordered-write-units': `The events of all fixtures need ${writeUnits.toFixed(2)} write units in the mean: one unit for each started KB to store an event and to complete it, and one to begin. A queue without order costs ${toUsd(plainQueue)} USD for a million events, one in a batch. Lambda polls both queues also when they are empty, for ${toUsd(polling)} USD a month.`,
  });
}
