import type { Account, Business, User } from '../contract/index.ts';
import { toPhone, toPhoneOrId } from '../provider/values/phone.ts';
import type { CloudApiOrigin } from './origin.ts';
import type { CloudApiContact, CloudApiMetadata } from './schema.ts';

/**
 * The business: by the phone number in `metadata`, else by what the envelope or the owner says, else
 * by WhatsApp's id of the number, else by what stands where its number belongs.
 */
export function toBusiness(
  metadata: CloudApiMetadata,
  origin: CloudApiOrigin,
): Business | undefined {
  const { display_phone_number, phone_number_id } = metadata ?? {};
  const phone =
    toPhone(display_phone_number) ??
    origin.business?.phone ??
    (phone_number_id === undefined ? undefined : origin.phoneOf?.(phone_number_id));
  if (phone !== undefined) return { phone };
  const id = origin.business?.id ?? phone_number_id ?? display_phone_number;
  return id === undefined ? undefined : { id };
}

export function toAccount(
  metadata: CloudApiMetadata,
  origin: Pick<CloudApiOrigin, 'account'>,
): Account {
  return { ...origin.account, phoneNumberId: metadata?.phone_number_id };
}

/** How a message or a status names the person. */
export interface PersonRef {
  /** `from` or `recipient_id`: a phone number, unless the user hides it. */
  readonly waId: string | undefined;
  /** The id that is scoped to the business. */
  readonly userId: string | undefined;
  readonly parentUserId: string | undefined;
}

/** The person, with what their entry in `contacts` adds; `undefined` when nothing names them. */
export function toUser(ref: PersonRef, contact: CloudApiContact | undefined): User | undefined {
  const named = toPhoneOrId(ref.waId ?? contact?.wa_id);
  const id = ref.userId ?? contact?.user_id ?? named.id;
  if (named.phone === undefined && id === undefined) return undefined;
  return {
    phone: named.phone,
    id,
    parentId: ref.parentUserId ?? contact?.parent_user_id,
    username: contact?.profile?.username,
    name: contact?.profile?.name,
  };
}
