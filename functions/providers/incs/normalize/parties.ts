import type { Business, Channel, User } from '../../../../shared/contract/index.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { toBusiness, toChannel } from './channel.ts';
import { toCustomChannel } from './custom-content.ts';

/** Both parties of a console message, and the channel between them. */
export interface Parties {
  readonly direction: Sides['direction'];
  readonly user: User;
  readonly business: Business;
  readonly channel: Channel | undefined;
  readonly channelId: string | undefined;
}

/** `undefined` when the message does not say which side is the user. */
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

/** Without a channel, only the staff account names the business. */
function toStaffBusiness({ staff }: Sides): Business | undefined {
  return staff === undefined ? undefined : { id: staff };
}

/** Who wrote to whom. */
interface Sides {
  readonly direction: 'inbound' | 'outbound';
  readonly user: User;
  /** The login of the staff account: without a channel, only it names the business. */
  readonly staff: string | undefined;
  /** The channel's id, where an older revision writes it before the user's phone number. */
  readonly channelId: string | undefined;
}

/**
 * Finds which of sender and receiver is the user. The side with a staff account is the business; its
 * login (`incs_1`, in older revisions `staff_<n>`) is not a phone number. `undefined` when neither
 * side can be the user or, outside a group, both can.
 *
 * @param businessPhone the business's own number, in case it stands where a login should
 */
function toSides(message: ConsoleMessage, businessPhone: string | undefined): Sides | undefined {
  const sender = message.sender ?? message.send_id;
  const receiver = message.receiver ?? message.recv_id;
  const fromUser = isUser(sender, businessPhone);
  const toUser = isUser(receiver, businessPhone);
  if (fromUser && (!toUser || isGroup(message))) return toInbound(sender, receiver);
  if (toUser && !fromUser) return toOutbound(sender, receiver);
  if (fromUser) return undefined;
  // Neither looks like a user: a user without a number, or a group. Only the login decides.
  if (isStaff(sender) === isStaff(receiver)) return undefined;
  return isStaff(sender) ? toOutbound(sender, receiver) : toInbound(sender, receiver);
}

function toInbound(sender: string | undefined, receiver: string | undefined): Sides | undefined {
  return sender === undefined
    ? undefined
    : { direction: 'inbound', ...readUser(sender), staff: receiver };
}

function toOutbound(sender: string | undefined, receiver: string | undefined): Sides | undefined {
  return receiver === undefined
    ? undefined
    : { direction: 'outbound', ...readUser(receiver), staff: sender };
}

function readUser(side: string): Pick<Sides, 'user' | 'channelId'> {
  const phone = toPhone(side);
  if (phone !== undefined) return { user: { phone }, channelId: undefined };
  const [, channelId, ownPhone] = withChannel.exec(side) ?? [];
  return ownPhone === undefined
    ? { user: { id: side }, channelId: undefined }
    : { user: { phone: ownPhone }, channelId };
}

/** `<auth_id>_<phone>`, how older revisions write a user. */
const withChannel = /^(\d+)_\+?([1-9]\d{4,14})$/;

/** WhatsApp's id of a user who hides the number: `GB.1349…`, `GB.ENT.1181…`. */
const businessScopedId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$/;

function isUser(side: string | undefined, businessPhone: string | undefined): boolean {
  if (side === undefined) return false;
  const phone = toPhone(side);
  if (phone !== undefined) return phone !== businessPhone;
  return withChannel.test(side) || businessScopedId.test(side);
}

function isStaff(side: string | undefined): boolean {
  return side !== undefined && /^(incs|staff)_/i.test(side);
}

/** In a group the receiver's id may look like a phone number. */
export function isGroup({ session_type }: ConsoleMessage): boolean {
  return session_type === '2';
}
