import { vi } from 'vitest';

/**
 * Waits until a check passes, and returns what it returns. The limit only ends a wait for what never
 * happens: on a busy machine, what takes a second may take minutes.
 */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 300_000, interval: 100 });
}
