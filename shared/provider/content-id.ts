import { hash } from 'node:crypto';
import { toCanonicalJson, withoutEmpty } from '../json.ts';

/**
 * Id of a message for which the provider gives none: a hash of what is known of it. The same
 * callback sent again gives the same id, whatever the order of its fields.
 *
 * @param known what tells the message from others: the parties as the provider wrote them, the time,
 *   what it says; nothing of the receipt and nothing that the owner may configure otherwise tomorrow
 */
export function contentId(known: object): string {
  const json = toCanonicalJson(withoutEmpty(known));
  return `content:${hash('sha256', json).slice(0, 32)}`;
}
