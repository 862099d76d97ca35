import type { Business } from '../../../../shared/contract/index.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { type PersonRef, toBusiness } from '../../../../shared/whatsapp/parties.ts';
import type { WhatsappMessage } from '../schema.ts';

/** How a message of the business names the user. Only a user who hides the number lacks `to`. */
export function toUserRef(message: WhatsappMessage): PersonRef {
  return {
    waId: message.to ?? message.recipient,
    userId: message.recipientUserId ?? message.toUserId,
    parentUserId: message.parentRecipientUserId ?? message.toParentUserId,
  };
}

/** The business by its number, also where a callback has only WhatsApp's id of the number. */
export function toNumberOfBusiness(
  phone: string | undefined,
  phoneNumberId: string | undefined,
  { channels }: NormalizeContext,
): Business | undefined {
  return toBusiness(
    { display_phone_number: phone, phone_number_id: phoneNumberId },
    { phoneOf: (id) => (Object.hasOwn(channels, id) ? channels[id]?.phone : undefined) },
  );
}
