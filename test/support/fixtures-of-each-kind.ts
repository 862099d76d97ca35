import { readFileSync } from 'node:fs';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { Fixture } from '../../tools/dev/fixtures.ts';

/**
 * The first of the fixtures that give each kind of event: each `detail-type`, and messages with files
 * apart from those without. For a test that is too slow for all fixtures of all providers.
 *
 * @param fixtures those of one provider, by name
 */
export function fixturesOfEachKind(fixtures: readonly Fixture[]): readonly Fixture[] {
  const seen = new Set<string>();
  return fixtures.filter(({ goldenPath }) => {
    const golden: readonly TributaryEvent[] = JSON.parse(readFileSync(goldenPath, 'utf8'));
    const added = golden.map(kindOf).filter((kind) => !seen.has(kind));
    for (const kind of added) seen.add(kind);
    return added.length > 0;
  });
}

function kindOf(event: TributaryEvent): string {
  const { data } = event.detail;
  const hasFiles = 'message' in data && data.message.media.length > 0;
  return `${event['detail-type']}${hasFiles ? ' with files' : ''}`;
}
