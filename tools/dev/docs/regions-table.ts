import { regionsWithout } from '../../../lib/regions.ts';
import { withSections } from './generated-sections.ts';
import { toTable } from './markdown.ts';

/** The page on the configuration with the regions that lack a part of the gateway. */
export function withRegionsTable(page: string): string {
  const rows = Object.entries(regionsWithout).map(([prop, regions]) => [
    `\`${prop}\``,
    `${regions.length}`,
    regions.map((region) => `\`${region}\``).join(', '),
  ]);
  return withSections(page, { regions: toTable(['prop', 'regions', 'not in'], rows) });
}
