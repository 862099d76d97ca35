import { conversationKey } from '../../../../shared/contract/conversation-key.ts';
import { isJsonObject, type JsonObject } from '../../../../shared/json.ts';
import type { NormalizeContext, Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { readItem } from '../../../../shared/provider/read-item.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import { toContext, toReferral } from '../../../../shared/whatsapp/context.ts';
import { toProviderErrors } from '../../../../shared/whatsapp/errors.ts';
import { inboundMessage } from '../schema.ts';
import { readSaying } from './cloud-api-message.ts';
import { toMessageIds } from './message-ids.ts';
import { unrecognized } from './misfit.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `whatsapp_mo_message_received`: a user wrote. */
export function normalizeInboundMessage(
  callback: JsonObject,
  providerEvent: string,
  context: NormalizeContext,
): Normalized {
  const read = readItem(inboundMessage, callback, { providerEvent });
  if (!read.fits) return { understood: false, unrecognized: read.unrecognized };
  const { eventTime, body } = read.value;
  const item = isJsonObject(callback.body) ? callback.body : {};
  const said = readSaying(item, { providerEvent, path: ['body'] });
  if (!said.fits) return { understood: false, unrecognized: said.unrecognized };
  const { content, media, errors, ...saying } = said.value;
  const user = { ...toPhoneOrId(body.from), name: body.customerProfile?.name };
  const business = toBusiness(body.to, body, context);
  if (business === undefined)
    return unrecognized(providerEvent, '$.body.to', 'expected a phone number or an id');
  const { wabaId, from, to, sendTime: occurredAt = eventTime } = body;
  return {
    understood: true,
    draft: {
      type: 'message.received',
      providerEvent,
      channel: 'whatsapp',
      account: toAccount(body),
      occurredAt,
      data: {
        message: {
          ...toMessageIds(body, { providerEvent, wabaId, from, to, occurredAt, content, media }),
          direction: 'inbound',
          conversation: { key: conversationKey({ channel: 'whatsapp', business, user }) },
          business,
          user,
          content,
          context: toContext(saying),
          referral: toReferral(saying),
          media,
          errors: content.kind === 'unsupported' ? undefined : errors && toProviderErrors(errors),
        },
      },
    },
  };
}
