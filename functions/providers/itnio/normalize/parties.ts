import type { Account, Business, Channel } from '../../../../shared/contract/index.ts';
import type {
  ChannelDirectory,
  NormalizeContext,
} from '../../../../shared/provider/provider-adapter.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';

/** How a callback names the owner's side. */
interface ItnioAccount {
  readonly appId?: string | undefined;
  readonly wabaId?: string | undefined;
  readonly channelType?: string | undefined;
}

export function toAccount({ appId, wabaId }: ItnioAccount): Account {
  return { appId, wabaId };
}

/**
 * `channelType` is 0 or absent for WhatsApp. No other value is documented: for those the owner's
 * configuration of the app decides.
 */
export function toChannel(
  { appId, channelType = '0' }: ItnioAccount,
  { channels }: NormalizeContext,
): Channel | undefined {
  return channelType === '0' ? 'whatsapp' : configured(appId, channels)?.channel;
}

/**
 * The business: its phone number as the callback says it, else as the owner configured it for the
 * app, else an id, so that all provider events name it alike. `undefined` when nothing names it.
 */
export function toBusiness(
  written: string | undefined,
  { appId }: ItnioAccount,
  { channels }: NormalizeContext,
): Business | undefined {
  const named = toPhoneOrId(written);
  const phone = named.phone ?? configured(appId, channels)?.phone;
  if (phone !== undefined) return { phone };
  const id = named.id ?? appId;
  return id === undefined ? undefined : { id };
}

function configured(appId: string | undefined, channels: ChannelDirectory) {
  return appId === undefined ? undefined : channels[appId];
}
