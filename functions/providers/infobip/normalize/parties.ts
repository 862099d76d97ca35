import { type Channel, channels } from '../../../../shared/contract/channels.ts';
import type { Account, Business, User } from '../../../../shared/contract/index.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { toPhone, toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { toResellerUser } from '../../../../shared/whatsapp/reseller-user.ts';

/** The channel of an event, or Infobip's word for one that the contract does not have. */
export interface NamedChannel {
  readonly channel?: Channel | undefined;
  readonly providerChannel?: string | undefined;
}

/** `WHATSAPP`, `RCS`, `VIBER_BM`, `INSTAGRAM_DM`, `LINE_OA` … begin with the name of the channel. */
export function toChannel(word: string): NamedChannel {
  const name = word
    .trim()
    .toLowerCase()
    .replace(/^facebook/, 'messenger');
  const channel = channels.find((each) => name.startsWith(each));
  return channel === undefined ? { providerChannel: word } : { channel };
}

/** The channel that the owner configured for a sender. */
export function findChannel(
  sender: string | undefined,
  { channels }: NormalizeContext,
): Channel | undefined {
  return sender !== undefined && Object.hasOwn(channels, sender)
    ? channels[sender]?.channel
    : undefined;
}

/** What names people by ids: pages, accounts. Infobip writes phone numbers without a `+`. */
const withIds: ReadonlySet<string> = new Set(['messenger', 'instagram', 'line', 'telegram']);

/** A party by phone number, else by id: a short code, a name, a page. */
export function toParty(
  written: string | undefined,
  { channel }: NamedChannel,
): { phone?: string; id?: string } | undefined {
  if (written === undefined) return undefined;
  const isId = (channel !== undefined && withIds.has(channel)) || /^\d{1,6}$/.test(written);
  return isId ? { id: written } : toPhoneOrId(written);
}

/** The contact of WhatsApp. */
export interface Contact {
  readonly name?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly userId?: string | undefined;
  readonly parentUserId?: string | undefined;
  readonly username?: string | undefined;
}

/** The user: by what stands where the number belongs, and by the contact that WhatsApp adds. */
export function toUser(
  written: string | undefined,
  channel: NamedChannel,
  contact: Contact | undefined,
): User | undefined {
  if (contact === undefined) return toParty(written, channel);
  const number = toPhone(written) === undefined ? (contact.phoneNumber ?? written) : written;
  return toResellerUser(number, contact, contact);
}

/** How callbacks name the owner: an application, and a client of the account. */
interface Owner {
  readonly entityId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly platform?: Omit<Owner, 'platform'> | undefined;
}

export function toAccount(owner: Owner, business?: Business): Account {
  return {
    appId: owner.platform?.applicationId ?? owner.applicationId,
    businessId: owner.platform?.entityId ?? owner.entityId,
    channelId: business?.phone ?? business?.id,
  };
}
