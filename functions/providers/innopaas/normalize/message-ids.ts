import { contentId } from '../../../../shared/provider/content-id.ts';

/**
 * The ids of a message: WhatsApp's (`wamid`), else InnoPaaS's own. A message without either is
 * identified by its content: the chat room's callbacks have no id, and their `wamid` is optional.
 *
 * @param known what identifies the message, as in `contentId`
 */
export function toMessageIds(
  { wamid, id }: { readonly wamid?: string | undefined; readonly id?: string | undefined },
  known: object,
): { readonly id: string; readonly providerMessageId?: string | undefined } {
  return wamid === undefined
    ? { id: id ?? contentId(known) }
    : { id: wamid, providerMessageId: id === wamid ? undefined : id };
}
