import type { EventDraft } from '../../../../shared/contract/draft.ts';
import type { User } from '../../../../shared/contract/index.ts';
import type { Message } from '../../../../shared/contract/message-events.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';
import { message, type TwilioMessage } from '../schema.ts';
import { type Address, isMasked, toAddress, toChannel, toParty } from './addresses.ts';
import { toContent, toFiles } from './content.ts';
import { toAccount, toMessageId } from './ids.ts';

/** A user wrote. */
export const normalizeMessage = normalizeWith(message, (form, item: BodyItem) => {
  const { providerEvent, json } = item;
  const id = toMessageId(form);
  if (id === undefined) return invalidShape(item, ['MessageSid'], 'expected the id of a message');
  const from = toAddress(form.From);
  const user = toUser(form, from);
  if (user === undefined) return invalidShape(item, ['From'], 'expected the address of a user');
  const to = toAddress(form.To);
  if (to === undefined) return invalidShape(item, ['To'], 'expected the address of the business');
  const prefix = from?.prefix ?? to.prefix;
  const business = toParty(to);
  const media = toFiles(json, form.Body);
  const envelope = { providerEvent, ...toChannel(prefix), account: toAccount(form, to) };
  const received: EventDraft<'message.received'> = {
    ...envelope,
    type: 'message.received',
    data: {
      message: {
        id,
        business,
        user,
        content: toContent(form, media, prefix),
        context: toContext(form),
        referral: toReferral(form),
        media,
      },
    },
  };
  const { OptOutType: current = '' } = form;
  if (!/^(stop|start)$/i.test(current)) return { kind: 'event', draft: received };
  const preference: EventDraft<'user.updated'> = {
    ...envelope,
    type: 'user.updated',
    data: { business, user, aspect: 'preferences', current },
    item: json,
  };
  return [
    { kind: 'event', draft: received },
    { kind: 'event', draft: preference },
  ];
});

/** A user of WhatsApp who hides the number has the business-scoped id, in `ExternalUserId` or as address. */
function toUser(form: TwilioMessage, from: Address | undefined): User | undefined {
  const named = from === undefined ? {} : toParty(from);
  const phone = named.phone ?? toPhone(form.WaId);
  const isNamed = phone === undefined || (from !== undefined && !isMasked(from));
  const id = toAddress(form.ExternalUserId)?.name ?? (isNamed ? named.id : undefined);
  return phone === undefined && id === undefined
    ? undefined
    : { phone, id, name: form.ProfileName };
}

function toContext(form: TwilioMessage): Message['context'] {
  const sender = toAddress(form.OriginalRepliedMessageSender);
  const { phone, id } = sender === undefined ? {} : toParty(sender);
  return {
    messageId: form.OriginalRepliedMessageSid,
    from: phone ?? id,
    // Every message has these fields: `false` says nothing.
    forwarded: form.Forwarded || undefined,
    frequentlyForwarded: form.FrequentlyForwarded || undefined,
  };
}

function toReferral(form: TwilioMessage): Message['referral'] {
  const { ReferralMediaContentType: mediaType, ReferralMediaUrl: url } = form;
  const isVideo = mediaType?.startsWith('video/') === true;
  return {
    sourceUrl: form.ReferralSourceUrl,
    sourceType: form.ReferralSourceType,
    sourceId: form.ReferralSourceId,
    headline: form.ReferralHeadline,
    body: form.ReferralBody,
    mediaType,
    imageUrl: isVideo ? undefined : url,
    videoUrl: isVideo ? url : undefined,
    ctwaClid: form.ReferralCtwaClid,
  };
}
