import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { contentId } from '../../../../shared/provider/content-id.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import {
  continueWith,
  invalidShape,
  placeWithin,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import { readBody } from '../../../../shared/whatsapp/read-body.ts';
import { toResellerUser } from '../../../../shared/whatsapp/reseller-user.ts';
import { cloudApiDetails } from '../../../../shared/whatsapp/schema.ts';
import { withUserChange } from '../../../../shared/whatsapp/user-changes.ts';
import { inbound } from '../schema.ts';
import { toCloudApiMessage } from './content.ts';
import { toAccount, toBusiness, toChannel } from './parties.ts';

/** A user wrote. */
export const normalizeInbound = normalizeWith(inbound, (received, item: BodyItem, context) => {
  const { providerEvent, json, raw } = item;
  const message = toCloudApiMessage(received.Type, json.Message);
  const place = placeWithin(item, 'Message');
  return continueWith(readItem(cloudApiDetails, message, place), (details) =>
    continueWith(readBody(details, message, place), ({ content, media }) => {
      const { From, To, FromUserName: username, Name, DisplayName } = received;
      const user = toResellerUser(
        From,
        { fromUserId: received.FromUserId, fromParentUserId: received.FromParentUserId },
        { name: Name ?? DisplayName, username },
        details.system,
      );
      if (user === undefined) {
        return invalidShape(item, ['From'], 'expected a phone number or an id');
      }
      const business = toBusiness(To, received, context);
      if (business === undefined) {
        return invalidShape(item, ['To'], 'expected a phone number or an id');
      }
      const occurredAt = received.Timestamp ?? received['Timestamp '];
      const known = { from: From ?? user.id, to: To, occurredAt, content, media };
      const draft: EventDraft<'message.received'> = {
        type: 'message.received',
        providerEvent,
        channel: toChannel(received, context),
        account: toAccount(received),
        occurredAt,
        data: {
          message: {
            id: received.MessageId ?? contentId(known),
            business,
            user,
            // ChatApp's own word for a type that is not known.
            content:
              content.kind === 'unknown' ? { ...content, providerType: received.Type } : content,
            media,
          },
        },
        raw,
      };
      return withUserChange({ kind: 'event', draft }, details.system, json);
    }),
  );
});
