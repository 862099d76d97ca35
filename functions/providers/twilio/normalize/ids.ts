import type { Account } from '../../../../shared/contract/index.ts';
import type { TwilioMessage, TwilioStatus } from '../schema.ts';
import type { Address } from './addresses.ts';

type Callback = TwilioMessage | TwilioStatus;

/** Twilio's id of a message, under any of its three names. It gives no id of the channel. */
export function toMessageId({ MessageSid, SmsSid, SmsMessageSid }: Callback): string | undefined {
  return MessageSid ?? SmsSid ?? SmsMessageSid;
}

/** @param business the agent of RCS is its name */
export function toAccount(form: Callback, business: Address | undefined): Account {
  return {
    accountId: form.AccountSid,
    appId: form.MessagingServiceSid,
    agentId: business?.prefix === 'rcs' ? business.name : undefined,
  };
}
