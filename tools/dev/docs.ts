/**
 * Writes the generated pages and schemas: `npm run docs`. With `--check` it writes nothing and exits
 * with 1 when one is stale.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { readFigures as readPerformance } from '../../test/bench/figures.ts';
import { withCostTables } from './docs/cost-tables.ts';
import { toEventsPage } from './docs/events-page.ts';
import { withSections } from './docs/generated-sections.ts';
import { withImportTable } from './docs/import-table.ts';
import { toTable } from './docs/markdown.ts';
import { toPerformanceChart } from './docs/performance-chart.ts';
import { withPerformanceTables } from './docs/performance-tables.ts';
import { toProvidersPage, toProviderTable } from './docs/providers-page.ts';
import { withReliabilityTables } from './docs/reliability-tables.ts';
import { toResponsesPage } from './docs/responses-page.ts';
import { toSchemaFiles } from './docs/schema-files.ts';

const schemasFolder = 'docs/schemas';
const check = process.argv.includes('--check');

const pages: Readonly<Record<string, string>> = {
  'docs/events.md': `${toEventsPage()}\n`,
  'docs/providers.md': `${toProvidersPage()}\n`,
  'docs/responses.md': `${toResponsesPage()}\n`,
  ...Object.fromEntries(
    [...toSchemaFiles()].map(([file, text]) => [`${schemasFolder}/${file}`, text]),
  ),
  'docs/architecture.md': withImportTable(readFileSync('docs/architecture.md', 'utf8')),
  'docs/limits.md': withCostTables(readFileSync('docs/limits.md', 'utf8')),
  'docs/performance.md': withPerformanceTables(
    readFileSync('docs/performance.md', 'utf8'),
    readPerformance(),
  ),
  'docs/images/performance.svg': toPerformanceChart(readPerformance()),
  'docs/reliability.md': withReliabilityTables(readFileSync('docs/reliability.md', 'utf8')),
  'README.md': withTables(readFileSync('README.md', 'utf8')),
};

const stale = Object.entries(pages).filter(
  ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
);
for (const [path, text] of stale) {
  if (!check) writeFileSync(path, text);
  console.log(`${check ? 'stale' : 'wrote'} ${path}`);
}
// A schema whose event has a newer version, or no longer exists: its release has it.
const obsolete = readdirSync(schemasFolder)
  .map((file) => `${schemasFolder}/${file}`)
  .filter((path) => !(path in pages));
for (const path of obsolete) {
  if (!check) rmSync(path, { recursive: true });
  console.log(`${check ? 'obsolete' : 'removed'} ${path}`);
}
if (check && stale.length + obsolete.length > 0) {
  console.error('run `npm run docs` and commit the result');
  process.exitCode = 1;
}

/** The README with its generated tables. */
function withTables(readme: string): string {
  return withSections(readme, {
    providers: toProviderTable(''),
    events: toTable(
      ['detail-type', 'means'],
      Object.values(eventDefinitions).map(({ type, means }) => [`\`${type}\``, means]),
    ),
  });
}
