import { type Channel, channels } from '../../../../shared/contract/channels.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';

/** A party as Twilio writes it: `whatsapp:+447700900123`, `messenger:7302…`, `+447700900123`, `MYSHOP`. */
export interface Address {
  /** In lower case; SMS and MMS have none. */
  readonly prefix: string | undefined;
  readonly name: string;
}

/**
 * @param channelPrefix of an address without a prefix of its own
 * @returns `undefined` when the text does not name a party
 */
export function toAddress(
  written: string | undefined,
  channelPrefix?: string,
): Address | undefined {
  const [, prefix, name = ''] = /^(?:([a-z][\w.-]*):)?(.*)$/is.exec(written?.trim() ?? '') ?? [];
  return name.trim() === ''
    ? undefined
    : { prefix: (prefix ?? channelPrefix)?.toLowerCase(), name: name.trim() };
}

/**
 * The channel of a callback, by the prefix of its addresses. SMS and MMS have the same number and are one
 * conversation, so that both are `sms`.
 */
export function toChannel(prefix: string | undefined): {
  readonly channel?: Channel;
  readonly providerChannel?: string;
} {
  if (prefix === undefined || prefix === 'mms') return { channel: 'sms' };
  const channel = channels.find((each) => each === prefix);
  return channel === undefined ? { providerChannel: prefix } : { channel };
}

/** What names people by their phone numbers. */
const withNumbers: ReadonlySet<string> = new Set(['sms', 'whatsapp', 'rcs']);

/** A party by phone number, else by id: a short code, a name, a page, an agent, a user id of WhatsApp. */
export function toParty({ prefix = 'sms', name }: Address): { phone?: string; id?: string } {
  const isShortCode = /^\d{1,8}$/.test(name);
  const isNumber = name.startsWith('+') || (withNumbers.has(prefix) && !isShortCode);
  return isNumber ? toPhoneOrId(name) : { id: name };
}

/** Whether an address stands for thousands of people: Twilio masks the last digits as `+1415555XXXX`. */
export function isMasked({ name }: Address): boolean {
  return /^\+?\d+[X*]{2,}$/i.test(name);
}
