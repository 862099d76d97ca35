/**
 * Measures what `npm run bench -- --only f` measures, and records it as the figures from which
 * `npm run docs` computes the costs of docs/limits.md: `npx tsx scripts/record-cost.ts`.
 */
import { recordCostFigures, toCostFigures } from '../test/bench/cost/figures.ts';
import { measureFixtures } from '../test/bench/cost/measured-fixtures.ts';

const measured = await measureFixtures((line) => console.error(line));
recordCostFigures(await toCostFigures(measured, new Date()));
