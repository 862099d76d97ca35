import { channels } from '../contract/channels.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { ChannelDirectory } from '../provider/provider-adapter.ts';

/** Digits of an international phone number. */
export const channelPhone = /^[1-9]\d{4,14}$/;

/**
 * The channel directory from the function's environment; empty when none is configured.
 *
 * @throws {Error} when the text is not a channel directory; the stack validates it before a deploy
 */
export function readChannels(text: string | undefined): ChannelDirectory {
  if (!text) return {};
  const json: JsonValue = JSON.parse(text);
  // Every channel has been checked.
  if (isJsonObject(json) && Object.values(json).every(isChannel)) return json as ChannelDirectory;
  throw new Error(
    'the channels of the provider are not a channel directory: deploy the stack again',
  );
}

function isChannel(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const { channel, phone, ...others } = value;
  return (
    (channel === undefined || channels.some((each) => each === channel)) &&
    (phone === undefined || (typeof phone === 'string' && channelPhone.test(phone))) &&
    Object.keys(others).length === 0
  );
}
