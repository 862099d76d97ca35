import type { ItemAttributes } from '../../shared/table/event-item.ts';
import { toKeyText } from '../../shared/table/keys.ts';
import { toErrorFields } from '../../shared/tributary-error.ts';
import { createTurns } from '../../shared/turns.ts';
import { maxItems, type PublisherPorts } from './ports.ts';

/** How long to wait before each attempt at the items that the table does not have. */
const waitsMs = [0, 100, 400, 1_600];

/** Calls that are under way at the same time: an AWS client has 50 connections. */
const maxCalls = 48;

/**
 * Inserts items, many calls at the same time, and those that failed again. Of items with one key the first
 * stays. Never throws.
 *
 * @returns whether the table has an item afterwards
 */
export async function insertItems(
  items: readonly ItemAttributes[],
  ports: PublisherPorts,
): Promise<(item: ItemAttributes) => boolean> {
  const missing = new Map<string, ItemAttributes>();
  for (const item of items) {
    const key = toItemKey(item);
    if (!missing.has(key)) missing.set(key, item);
  }
  for (const ms of waitsMs) {
    if (missing.size === 0) break;
    if (ms > 0) await ports.waitMs(ms);
    if (!ports.hasTime()) break;
    await insert(missing, ports);
  }
  return (item) => !missing.has(toItemKey(item));
}

/** Takes out of `missing` what the table has afterwards. */
async function insert(
  missing: Map<string, ItemAttributes>,
  { items, log }: PublisherPorts,
): Promise<void> {
  const waiting = [...missing.values()];
  const inTurn = createTurns(maxCalls);
  const calls: Promise<void>[] = [];
  while (waiting.length > 0) {
    const call = waiting.splice(0, maxItems);
    const ended = inTurn(() => items.insert(call)).then(({ failed, error }) => {
      for (const item of call) if (!failed.includes(item)) missing.delete(toItemKey(item));
      if (error) log.error('items not stored', { ...toErrorFields(error), items: failed.length });
    });
    calls.push(ended);
  }
  await Promise.all(calls);
}

/** The key of an item as one text. */
export function toItemKey({ pk, sk }: ItemAttributes): string {
  return toKeyText({ pk: pk?.S ?? '', sk: sk?.S ?? '' });
}
