import type { Account, Business, Channel } from '../../../../shared/contract/index.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { isWamid } from '../../../../shared/whatsapp/wamid.ts';
import type { ChannelFields } from '../schema.ts';

export function toAccount({ channel_id }: ChannelFields): Account {
  return { channelId: channel_id };
}

/**
 * The business: its phone number as the callback says it, else as the owner configured it for the
 * INCS channel, else the channel's id, so that all provider events name it alike. `undefined` when
 * nothing names it (older revisions).
 */
export function toBusiness(
  { channel_id, business_phone }: ChannelFields,
  context: NormalizeContext,
): Business | undefined {
  const phone = business_phone ?? findChannel(channel_id, context)?.phone;
  if (phone !== undefined) return { phone };
  return channel_id === undefined ? undefined : { id: channel_id };
}

/** WhatsApp when the message id is WhatsApp's, else the channel that the owner configured. */
export function toChannel(
  messageId: string | undefined,
  { channel_id }: ChannelFields,
  context: NormalizeContext,
): Channel | undefined {
  return isWamid(messageId) ? 'whatsapp' : findChannel(channel_id, context)?.channel;
}

function findChannel(channelId: string | undefined, { channels }: NormalizeContext) {
  return channelId === undefined ? undefined : channels[channelId];
}
