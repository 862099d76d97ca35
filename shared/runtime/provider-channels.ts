import * as z from 'zod/mini';
import { channels } from '../contract/channels.ts';
import type { ChannelDirectory } from '../provider/provider-adapter.ts';

/** A channel, as the owner's configuration names it. */
export const channelName = z.enum(channels);

/** What the owner can configure for a provider's sending channels, by the provider's channel id. */
export const channelDirectory = z.record(
  z.string(),
  z.strictObject({
    channel: z.optional(channelName),
    phone: z.optional(z.string().check(z.regex(/^[1-9]\d{4,14}$/))),
  }),
);

/**
 * The channel directory from the function's environment; empty when none is configured.
 *
 * @throws {Error} when the text is not a channel directory; the stack validates it before a deploy
 */
export function readChannels(text: string | undefined): ChannelDirectory {
  return text ? channelDirectory.parse(JSON.parse(text)) : {};
}
