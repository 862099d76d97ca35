import type { User } from '../../../shared/events/index.ts';
import { toPhone } from '../../../shared/normalizers/phone.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';

/** Who wrote to whom. */
export interface Sides {
  readonly direction: 'inbound' | 'outbound';
  readonly user: User;
  /** The login of the staff account: all that names the business when the channel is not told. */
  readonly staff: string | undefined;
  /** The channel's id, where an older revision writes it before the user's phone number. */
  readonly channelId: string | undefined;
}

/**
 * Reads who of sender and receiver is the user. The side that is a staff account is the business;
 * its login (`incs_1`, in older revisions `staff_<n>`) is no phone number. `undefined` when neither
 * side, or both, may be the user.
 *
 * @param businessPhone the business's own number, in case it stands where a login should
 */
export function toSides(
  message: ConsoleMessage,
  businessPhone: string | undefined,
): Sides | undefined {
  const sender = message.sender ?? message.send_id;
  const receiver = message.receiver ?? message.recv_id;
  if (isUser(sender, businessPhone) === isUser(receiver, businessPhone)) {
    // In a group, and for users without a number, only the login tells.
    if (isStaff(sender) === isStaff(receiver)) return undefined;
    return isStaff(sender)
      ? toSide('outbound', receiver, sender)
      : toSide('inbound', sender, receiver);
  }
  return isUser(sender, businessPhone)
    ? toSide('inbound', sender, receiver)
    : toSide('outbound', receiver, sender);
}

function toSide(
  direction: Sides['direction'],
  user: string | undefined,
  staff: string | undefined,
): Sides | undefined {
  if (user === undefined) return undefined;
  const phone = toPhone(user);
  if (phone !== undefined) return { direction, user: { phone }, staff, channelId: undefined };
  const [, channelId, ownPhone] = withChannel.exec(user) ?? [];
  return ownPhone === undefined
    ? { direction, user: { id: user }, staff, channelId: undefined }
    : { direction, user: { phone: ownPhone }, staff, channelId };
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
