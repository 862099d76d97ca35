import { parseEvent } from '../../../shared/table/event-item.ts';
import { toKeyText } from '../../../shared/table/keys.ts';
import { linkKeys, linksOf } from '../../../shared/table/links.ts';
import type { Evidence } from './evidence.ts';
import type { Ledger } from './rules.ts';

/**
 * When an event is on the bus, readers find the other names of its user: the table has, or had, both items
 * of each link that the event shows.
 */
export function checkLinks({ gateway, published }: Evidence, ledger: Ledger): void {
  const written = new Set(
    gateway.table.written.map(({ pk, sk }) => toKeyText({ pk: pk?.S ?? '', sk: sk?.S ?? '' })),
  );
  for (const { id, text } of published) {
    const event = parseEvent(text);
    for (const link of event === undefined ? [] : linksOf(event)) {
      const { atStronger, atWeaker } = linkKeys(link);
      const isFound = [atStronger, atWeaker].every((key) => written.has(toKeyText(key)));
      ledger.check('state: found by every name', isFound, () => `${id}: ${link.stronger}`);
    }
  }
}
