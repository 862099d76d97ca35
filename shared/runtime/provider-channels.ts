import * as z from 'zod/mini';
import type { ChannelDirectory } from '../provider/provider-adapter.ts';

/** What the owner can configure for a provider's sending channels, by the provider's channel id. */
export const channelDirectory = z.record(
  z.string(),
  z.strictObject({
    channel: z.optional(z.enum(['whatsapp', 'rcs', 'viber', 'sms'])),
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
