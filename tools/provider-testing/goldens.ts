import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { type Fixture, findMistake, normalizeFixture } from './fixtures.ts';

/** What became of the golden of one fixture, or why it was not written. */
export type WrittenGolden =
  | { readonly outcome: 'new' | 'changed' | 'unchanged' }
  | { readonly outcome: 'refused'; readonly because: string };

/**
 * Writes the golden of a fixture: the events that it gives now. Never writes the error of an adapter, nor a
 * quarantine of a fixture that is not named invalid: the contract suite would then accept the mistake.
 */
export function writeGolden(adapter: ProviderAdapter, fixture: Fixture): WrittenGolden {
  const { goldenPath, payload } = fixture;
  let events: readonly TributaryEvent[];
  try {
    events = normalizeFixture(adapter, payload);
  } catch (error) {
    // A defect of the adapter, or a body that is not JSON.
    const stack = error instanceof Error ? error.stack : error;
    return { outcome: 'refused', because: `makes the adapter fail:\n${stack}` };
  }
  const mistake = findMistake(fixture, events);
  if (mistake !== undefined) return { outcome: 'refused', because: mistake };
  const golden = `${JSON.stringify(events, null, 2)}\n`;
  const before = existsSync(goldenPath) ? readFileSync(goldenPath, 'utf8') : undefined;
  if (before === golden) return { outcome: 'unchanged' };
  writeFileSync(goldenPath, golden);
  return { outcome: before === undefined ? 'new' : 'changed' };
}
