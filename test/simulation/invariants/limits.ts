import { isAcknowledged } from '../traffic/callback.ts';
import { mostItems } from '../traffic/stories/many-items.ts';
import type { Evidence } from './evidence.ts';

/** Counts how often the callbacks and the table reached their limits. */
export function countLimits({ stories, stored, world }: Evidence): void {
  const { tally } = world;
  for (const { items } of stories.callbacks.filter(isAcknowledged)) {
    if (items.length >= mostItems) tally.count('callback with 1,000 updates acknowledged');
    else if (items.length >= 100) tally.count('callback with 100 to 999 updates acknowledged');
  }
  for (const { event, item, kind } of stored) {
    if (item.payloadKey === undefined || kind === 'reaction') continue;
    const { data } = event.detail;
    if (!('payloadKey' in data)) tally.count(marksOfRaw[kind]);
    else if (data.sizeBytes > 64 * 1024) tally.count('quarantined body over 64 KB');
  }
}

const marksOfRaw = {
  original: 'raw JSON in the payload bucket',
  replay: 'raw JSON in the payload bucket',
  alternate: 'raw JSON of an alternate in the payload bucket',
  conflict: 'raw JSON of a conflict in the payload bucket',
} as const;
