import type { Account, Business, User } from '../contract/index.ts';
import type { Unrecognized } from '../provider/normalize-result.ts';
import { invalidShape, type ReadResult } from '../provider/read-item.ts';
import type { PlatformItem } from './read-events.ts';
import type { Envelope } from './schema.ts';

/** Who an event is about. */
export interface Sides {
  readonly account: Account;
  readonly business: Business;
  /** Known by an id that only this page or account has. It is digits, and no phone number. */
  readonly user: User | undefined;
  readonly isFromBusiness: boolean;
}

/**
 * The page or account, which the entry names, and the user. A test of the App Dashboard names `0`: there,
 * the sender of an echo is the page, and the recipient of everything else.
 */
export function readSides(
  { sender, recipient }: Envelope,
  item: PlatformItem,
  isEcho = false,
): ReadResult<Sides> {
  const { pageId } = item;
  const isSender = pageId !== undefined && sender?.id === pageId;
  const isRecipient = pageId !== undefined && recipient?.id === pageId;
  const [business, user] =
    isSender || (isEcho && !isRecipient) ? [sender, recipient] : [recipient, sender];
  const businessId = business?.id ?? pageId;
  if (businessId === undefined) {
    return invalidShape(item, ['recipient'], 'expected the id of the page or account');
  }
  const userId = user?.id ?? user?.user_ref;
  return {
    kind: 'read',
    value: {
      account: { accountId: businessId },
      business: { id: businessId },
      user: userId === undefined ? undefined : { id: userId },
      isFromBusiness: isEcho || isSender,
    },
  };
}

/** Why an event without a user cannot be read. */
export function withoutUser(item: PlatformItem, { isFromBusiness }: Sides): Unrecognized {
  const side = isFromBusiness ? 'recipient' : 'sender';
  return invalidShape(item, [side, 'id'], 'expected the id of a user');
}

/** When it happened; the time at which Meta sent it where the event has none. */
export function timeOf({ timestamp }: Envelope, { sentAt }: PlatformItem): string | undefined {
  return timestamp ?? sentAt;
}
