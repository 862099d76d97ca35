/**
 * The channels that a message can travel on: the only list of them. It is apart from the schemas,
 * because the callback functions need the names and must not load the schemas. Once released, a new
 * channel needs a new version of the events (ADR 0020).
 */
export const channels = [
  'whatsapp',
  'messenger',
  'instagram',
  'rcs',
  'viber',
  'line',
  'telegram',
  'sms',
  'mms',
] as const;

export type Channel = (typeof channels)[number];

/** Beginning of what stands for an unknown channel. */
export const unknownChannelPrefix = 'unknown:';

/** A channel that is not in the list, or that no callback and no configuration names. */
export type UnknownChannel = `${typeof unknownChannelPrefix}${string}`;

/**
 * What stands for an unknown channel in the key of a conversation: each keeps its conversations to
 * itself.
 *
 * @param providerChannel the provider's own id or word for it, if there is one
 */
export function toUnknownChannel(
  provider: string,
  providerChannel: string | undefined,
): UnknownChannel {
  return providerChannel === undefined
    ? `${unknownChannelPrefix}${provider}`
    : `${unknownChannelPrefix}${provider}:${encodeURIComponent(providerChannel)}`;
}
