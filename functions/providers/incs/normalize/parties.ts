import type { Business, Channel, User } from '../../../../shared/contract/index.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { toBusiness, toChannel } from './channel.ts';
import { toCustomChannel } from './custom-content.ts';
import { type Sides, toSides } from './sides.ts';

/** Both parties of a console message, and the channel between them. */
export interface Parties {
  readonly direction: Sides['direction'];
  readonly user: User;
  readonly business: Business;
  readonly channel: Channel | undefined;
  readonly channelId: string | undefined;
}

/** `undefined` when the message does not tell the user from the business. */
export function toParties(message: ConsoleMessage, context: NormalizeContext): Parties | undefined {
  const businessPhone = toBusiness({ channel_id: message.auth_id }, context)?.phone;
  const sides = toSides(message, businessPhone);
  if (sides === undefined) return undefined;
  const channelId = message.auth_id ?? sides.channelId;
  const fields = { channel_id: channelId };
  const business = toBusiness(fields, context) ?? toStaffBusiness(sides);
  if (business === undefined) return undefined;
  return {
    direction: sides.direction,
    user: sides.user,
    business,
    channel: toCustomChannel(message) ?? toChannel(message.channel_msg_id, fields, context),
    channelId,
  };
}

/** Without a channel, the staff account is all that names the business. */
function toStaffBusiness({ staff }: Sides): Business | undefined {
  return staff === undefined ? undefined : { id: staff };
}
