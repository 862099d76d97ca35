/** Writes the generated pages and schemas: `npm run docs -- --help`. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { readFigures as readPerformance } from '../../test/bench/figures.ts';
import { CommandError } from '../command-line/command-error.ts';
import { runCommand } from '../command-line/run-command.ts';
import { toAppSettings } from './docs/app-settings.ts';
import { withCostTables } from './docs/cost-tables.ts';
import { toCoveragePage } from './docs/coverage-page.ts';
import { toEventsPage } from './docs/events-page.ts';
import { withSections } from './docs/generated-sections.ts';
import { withGuardrailsTable } from './docs/guardrails-table.ts';
import { withHttpTables } from './docs/http-subscriptions-page.ts';
import { withImportTable } from './docs/import-table.ts';
import { withConfigurationTables, withSecretTable } from './docs/manifest-tables.ts';
import { toTable } from './docs/markdown.ts';
import { withOrderedCost } from './docs/ordered-cost.ts';
import { toPerformanceChart } from './docs/performance-chart.ts';
import { withPerformanceTables } from './docs/performance-tables.ts';
import { toProviderFunctions, toProviderIds } from './docs/provider-functions.ts';
import { toProvidersPage, toProviderTable } from './docs/providers-page.ts';
import { withRegionsTable } from './docs/regions-table.ts';
import { withReliabilityTables } from './docs/reliability-tables.ts';
import { toResponsesPage } from './docs/responses-page.ts';
import { withScaleTables } from './docs/scale-tables.ts';
import { toSchemaFiles } from './docs/schema-files.ts';
import { withUpdatesTable } from './docs/updates-table.ts';

const help = `usage: npm run docs [-- --check]

Writes the generated pages and sections of docs/ and README.md, and the events' JSON Schemas.

  --check   write nothing; list what is stale and exit with 1
  --help    print this text

exit codes: 0 done, 1 something is stale, 2 usage`;

const schemasFolder = 'docs/schemas';

await runCommand('npm run docs', async () => {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const pages = toPages();
  const stale = Object.entries(pages).filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  for (const [path, text] of stale) {
    if (!values.check) writeFileSync(path, text);
    console.log(`${values.check ? 'stale' : 'wrote'} ${path}`);
  }
  // A schema whose event has a newer version, or no longer exists: its release has it.
  const obsolete = readdirSync(schemasFolder)
    .map((file) => `${schemasFolder}/${file}`)
    .filter((path) => !(path in pages));
  for (const path of obsolete) {
    if (!values.check) rmSync(path, { recursive: true });
    console.log(`${values.check ? 'obsolete' : 'removed'} ${path}`);
  }
  if (!values.check || stale.length + obsolete.length === 0) return 0;
  throw new CommandError('run `npm run docs` and commit the result');
});

/** The text of each generated file, by its path. */
function toPages(): Readonly<Record<string, string>> {
  return {
    'docs/coverage.md': `${toCoveragePage()}\n`,
    'docs/events.md': `${toEventsPage()}\n`,
    'docs/providers.md': `${toProvidersPage()}\n`,
    'docs/responses.md': `${toResponsesPage()}\n`,
    ...Object.fromEntries(
      [...toSchemaFiles()].map(([file, text]) => [`${schemasFolder}/${file}`, text]),
    ),
    'lib/providers/built-in.ts': toProviderFunctions(),
    'shared/contract/provider-id.ts': toProviderIds(),
    'tools/init/templates/app/cdk.json': toAppSettings(),
    'docs/architecture.md': withImportTable(readFileSync('docs/architecture.md', 'utf8')),
    'docs/configuration.md': withRegionsTable(
      withConfigurationTables(readFileSync('docs/configuration.md', 'utf8')),
    ),
    'docs/secrets.md': withSecretTable(readFileSync('docs/secrets.md', 'utf8')),
    'docs/limits.md': withGuardrailsTable(
      withScaleTables(withCostTables(readFileSync('docs/limits.md', 'utf8'))),
    ),
    'docs/http-subscriptions.md': withHttpTables(
      readFileSync('docs/http-subscriptions.md', 'utf8'),
    ),
    'docs/ordered-subscriptions.md': withOrderedCost(
      readFileSync('docs/ordered-subscriptions.md', 'utf8'),
    ),
    'docs/performance.md': withPerformanceTables(
      readFileSync('docs/performance.md', 'utf8'),
      readPerformance(),
    ),
    'docs/images/performance.svg': toPerformanceChart(readPerformance()),
    'docs/updates.md': withUpdatesTable(readFileSync('docs/updates.md', 'utf8')),
    'docs/reliability.md': withReliabilityTables(readFileSync('docs/reliability.md', 'utf8')),
    'README.md': withTables(readFileSync('README.md', 'utf8')),
  };
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
