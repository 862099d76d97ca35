import { z } from 'zod';
import { channels } from '../shared/contract/channels.ts';
import { channelPhone } from '../shared/runtime/provider-channels.ts';

/** A channel, as the owner's configuration names it. */
export const channelName = z.enum(channels);

/** What the owner can configure for a provider's sending channels, by the provider's channel id. */
export const channelDirectory = z.record(
  z.string(),
  z.strictObject({
    channel: channelName.optional(),
    phone: z.string().regex(channelPhone).optional(),
  }),
);
