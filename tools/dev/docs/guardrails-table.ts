import { acceptedControls } from '../../../test/infra/independent/accepted-controls.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on limits with the table of what company guardrails refuse. */
export function withGuardrailsTable(page: string): string {
  const rows = acceptedControls.map(({ control, demands, reason, passesWith }) => [
    `\`${control}\``,
    demands,
    passesWith?.text ?? 'none',
    reason,
  ]);
  const header = [
    'control',
    'demands that',
    'configuration that passes',
    'why the gateway differs',
  ];
  return withSections(page, { guardrails: toTable(header, rows) });
}
