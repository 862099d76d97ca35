import type { Channel } from '../../../../shared/contract/channels.ts';
import type { Account, Business } from '../../../../shared/contract/index.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';

/** How an item names the owner. */
interface Owner {
  readonly CustSpaceId?: string | undefined;
  readonly WabaId?: string | undefined;
}

export function toAccount({ CustSpaceId: channelId, WabaId: wabaId }: Owner): Account {
  return { channelId, wabaId };
}

/** WhatsApp, unless the owner configured another channel for the id of the item. */
export function toChannel(owner: Owner, context: NormalizeContext): Channel {
  return findChannel(owner, context)?.channel ?? 'whatsapp';
}

/** The business: by what the item says, else by the configured number, else by an id of the account. */
export function toBusiness(
  written: string | undefined,
  owner: Owner,
  context: NormalizeContext,
): Business | undefined {
  if (written !== undefined) return toPhoneOrId(written);
  const phone = findChannel(owner, context)?.phone;
  if (phone !== undefined) return { phone };
  const id = owner.WabaId ?? owner.CustSpaceId;
  return id === undefined ? undefined : { id };
}

function findChannel({ CustSpaceId: id }: Owner, { channels }: NormalizeContext) {
  return id !== undefined && Object.hasOwn(channels, id) ? channels[id] : undefined;
}
