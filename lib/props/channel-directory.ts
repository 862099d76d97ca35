import { z } from 'zod';
import { channels } from '../../shared/contract/channels.ts';
import { channelPhone } from '../../shared/runtime/provider-channels.ts';
import { closedObject, textLike } from './checks.ts';

/** A channel, as the owner's configuration names it. */
export const channelName = z.enum(channels, `must be one of ${channels.join(', ')}`);

/** Lambda limits the environment variables of a function to 4 KB. */
const maxBytes = 3_000;

/** What the owner can configure for a provider's sending channels, by the provider's channel id. */
export const channelDirectory = z
  .record(
    z.string(),
    closedObject({
      channel: channelName.optional(),
      phone: textLike(
        channelPhone,
        'must be the phone number in digits, without + and without spaces: "15550100001"',
      ).optional(),
    }),
  )
  .refine(
    (directory) => Buffer.byteLength(JSON.stringify(directory)) <= maxBytes,
    'must fit into 3,000 bytes of JSON, because Lambda limits the environment variables of a function to 4 KB',
  );
