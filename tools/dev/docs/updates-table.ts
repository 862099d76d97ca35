import { describeResources } from '../../../test/infra/updates/describe-resources.ts';
import { readUpdates } from '../../../test/infra/updates/read-updates.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on updates with the table of what each change of the props does. */
export function withUpdatesTable(page: string): string {
  const rows = readUpdates().map(({ what, replaced, removed, added, effect }) => [
    what,
    describeResources(replaced),
    describeResources(removed),
    describeResources(added),
    effect,
  ]);
  const header = ['change', 'replaced', 'removed', 'added', 'effect'];
  return withSections(page, { updates: toTable(header, rows) });
}
