import type { Account, Business, User } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import type {
  ChannelDirectory,
  NormalizeContext,
} from '../../../../shared/provider/provider-adapter.ts';
import { toPhone, toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { toResellerUser } from '../../../../shared/whatsapp/reseller-user.ts';
import { isWamid } from '../../../../shared/whatsapp/wamid.ts';
import type { chatMessage } from '../schema.ts';

/** How a callback names the owner's account. */
interface InnoPaasAccount {
  readonly accountName?: string | undefined;
  readonly wabaId?: string | undefined;
}

export function toAccount({ accountName, wabaId }: InnoPaasAccount): Account {
  return { accountName, wabaId };
}

/**
 * The business: its phone number as the callback says it, else as the owner configured it for the
 * WhatsApp Business Account, else an id, so that all provider events name it alike. `undefined` when
 * nothing names it.
 */
export function toBusiness(
  written: string | undefined,
  { wabaId }: InnoPaasAccount,
  { channels }: NormalizeContext,
): Business | undefined {
  const named = toPhoneOrId(written);
  const phone = named.phone ?? configuredPhone(wabaId, channels);
  if (phone !== undefined) return { phone };
  const id = named.id ?? wabaId;
  return id === undefined ? undefined : { id };
}

/** The two sides of a message in the chat room. */
export interface ChatParties {
  readonly business: Business | undefined;
  readonly user: User | undefined;
}

/**
 * Who talks to whom in the chat room. By the field table, which serves both directions, `from` is the
 * business and `to` the user, even in a message that the user wrote. The examples have a WhatsApp
 * message id in `from`, which names no party. The sides are swapped only when `to` is a number that
 * the owner configured as the business's. Other fields name the user only where that side does not.
 */
export function toChatParties(
  message: InboundValue<typeof chatMessage>['body'],
  context: NormalizeContext,
): ChatParties {
  const { from, to } = message;
  const swapped = isConfigured(to, context.channels) && !isConfigured(from, context.channels);
  const business = toParty(swapped ? to : from);
  const user = toParty(swapped ? from : to);
  return {
    business: toBusiness(business, message, context),
    user:
      user === undefined
        ? toResellerUser(undefined, message, message.customerProfile)
        : toPhoneOrId(user),
  };
}

function toParty(written: string | undefined): string | undefined {
  return isWamid(written) ? undefined : written;
}

function configuredPhone(wabaId: string | undefined, channels: ChannelDirectory) {
  return wabaId !== undefined && Object.hasOwn(channels, wabaId)
    ? channels[wabaId]?.phone
    : undefined;
}

function isConfigured(written: string | undefined, channels: ChannelDirectory): boolean {
  const phone = toPhone(written);
  return phone !== undefined && Object.values(channels).some((channel) => channel.phone === phone);
}
