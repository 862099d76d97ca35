import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { continueWith, invalidShape, placeWithin } from '../../../../shared/provider/read-item.ts';
import { toProviderErrors } from '../../../../shared/whatsapp/errors.ts';
import { toContext, toReferral } from '../../../../shared/whatsapp/messages.ts';
import { toResellerUser } from '../../../../shared/whatsapp/reseller-user.ts';
import { withUserChange } from '../../../../shared/whatsapp/user-changes.ts';
import { inboundMessage } from '../schema.ts';
import { readCloudApiMessage } from './cloud-api-message.ts';
import { toMessageIds } from './message-ids.ts';
import { toAccount, toBusiness } from './parties.ts';

/** `whatsapp_mo_message_received`: a user wrote. */
export const normalizeInboundMessage = normalizeWith(
  inboundMessage,
  ({ eventTime, body }, item: BodyItem, context) => {
    const { providerEvent, json } = item;
    const message = isJsonObject(json.body) ? json.body : {};
    const read = readCloudApiMessage(message, placeWithin(item, 'body'));
    return continueWith(read, ({ content, media, errors, ...details }) => {
      const user = toResellerUser(body.from, body, body.customerProfile, details.system);
      if (user === undefined) {
        return invalidShape(item, ['body', 'from'], 'expected a phone number or an id');
      }
      const business = toBusiness(body.to, body, context);
      if (business === undefined) {
        return invalidShape(item, ['body', 'to'], 'expected a phone number or an id');
      }
      const { wabaId, from = user.id, to, sendTime: occurredAt = eventTime } = body;
      const known = { providerEvent, wabaId, from, to, occurredAt, content, media };
      const draft: EventDraft<'message.received'> = {
        type: 'message.received',
        providerEvent,
        channel: 'whatsapp',
        account: toAccount(body),
        occurredAt,
        data: {
          message: {
            ...toMessageIds(body, known),
            business,
            user,
            content,
            context: toContext(details),
            referral: toReferral(details),
            media,
            errors: content.kind === 'unsupported' ? undefined : errors && toProviderErrors(errors),
          },
        },
      };
      return withUserChange({ kind: 'event', draft }, details.system, message);
    });
  },
);
