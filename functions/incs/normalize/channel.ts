import type { Account, Business, Channel } from '../../../shared/events/index.ts';
import type { NormalizeContext } from '../../../shared/providers/provider.ts';

/** How a callback names the sending channel. */
export interface ChannelFields {
  readonly channel_id?: string | undefined;
  readonly business_phone?: string | undefined;
}

export function toAccount({ channel_id }: ChannelFields): Account {
  return { channelId: channel_id };
}

/**
 * The business: its phone number as the callback says it, else as the owner configured it for the
 * INCS channel, else the channel's id, so that all feeds name it alike. `undefined` when nothing
 * names it (older revisions).
 */
export function toBusiness(
  { channel_id, business_phone }: ChannelFields,
  { channels }: NormalizeContext,
): Business | undefined {
  const phone = business_phone ?? configured(channel_id, channels)?.phone;
  if (phone !== undefined) return { phone };
  return channel_id === undefined ? undefined : { id: channel_id };
}

/** The channel that a message id or, failing that, the owner's configuration gives away. */
export function toChannel(
  messageId: string | undefined,
  { channel_id }: ChannelFields,
  { channels }: NormalizeContext,
): Channel | undefined {
  if (messageId?.startsWith('wamid.')) return 'whatsapp';
  return configured(channel_id, channels)?.channel;
}

function configured(channelId: string | undefined, channels: NormalizeContext['channels']) {
  return channelId !== undefined && Object.hasOwn(channels, channelId)
    ? channels[channelId]
    : undefined;
}
