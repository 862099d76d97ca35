import type { ProviderError } from '../../../../shared/contract/index.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape } from '../../../../shared/provider/read-item.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { manifest } from '../manifest.ts';
import { status, type TwilioStatus } from '../schema.ts';
import { isMasked, toAddress, toChannel, toParty } from './addresses.ts';
import { toAccount, toMessageId } from './ids.ts';

/** The status of a message that the business sent. */
export const normalizeStatus = normalizeWith(status, (form, item) => {
  const messageId = toMessageId(form);
  if (messageId === undefined) {
    return invalidShape(item, ['MessageSid'], 'expected the id of a message');
  }
  const word = toWord(form);
  const read = readMessageStatus(word, item, ['MessageStatus'], manifest.statusWords);
  return continueWith(read, (known) => {
    const from = toAddress(form.From, form.ChannelPrefix);
    const to = toAddress(form.To, form.ChannelPrefix);
    return {
      kind: 'event',
      draft: {
        type: 'message.status.updated',
        providerEvent: item.providerEvent,
        ...toChannel(from?.prefix ?? to?.prefix),
        account: { ...toAccount(form, from), channelId: form.ChannelInstallSid },
        data: {
          messageId,
          ...known,
          business: from && toParty(from),
          user: to && !isMasked(to) ? toParty(to) : undefined,
          errors: toErrors(form),
        },
      },
    };
  });
});

/** A read receipt says so by its `EventType`, also beside a status that came before it. */
function toWord({ MessageStatus, SmsStatus, EventType = '' }: TwilioStatus): string {
  const word = MessageStatus ?? SmsStatus ?? '';
  return /^read$/i.test(EventType) && !/^read$/i.test(word) ? EventType : word;
}

/** `0` says that nothing failed. */
function toErrors({
  ErrorCode,
  ErrorMessage,
  ChannelStatusMessage,
}: TwilioStatus): ProviderError[] {
  const code = ErrorCode === '0' ? undefined : ErrorCode;
  const error = { ...toError(code, ErrorMessage), detail: ChannelStatusMessage };
  return Object.values(error).some((value) => value !== undefined) ? [error] : [];
}
