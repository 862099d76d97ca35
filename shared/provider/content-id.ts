import { hash } from 'node:crypto';
import { toCanonicalJson, withoutEmpty } from '../json.ts';

/**
 * The id of a message that has none from its provider: a hash of what identifies it. The same
 * callback sent again gives the same id, whatever the order of its fields.
 *
 * @param known what identifies the message: the parties as the provider wrote them, the time, the
 *   content. Nothing of the receipt, and nothing that the owner configures, since both may change
 */
export function contentId(known: object): string {
  const json = toCanonicalJson(withoutEmpty(known));
  return `content:${hash('sha256', json).slice(0, 32)}`;
}
