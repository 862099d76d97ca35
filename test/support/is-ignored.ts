import { parseJson } from '../../shared/json.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';

/** Whether nothing of a fixture remains, because its provider's adapter ignores every item of it. */
export function isIgnored({ normalize }: ProviderAdapter, payload: string): boolean {
  return normalize(parseJson(payload), { channels: {} }).every(({ kind }) => kind === 'ignored');
}
