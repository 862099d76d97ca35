import type { Change } from '../../../../shared/cloud-api/changes.ts';
import { normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toUser } from '../../../../shared/whatsapp/parties.ts';
import { userEvent } from '../schema.ts';
import { toAccount, toBusiness, toItem } from './parties.ts';

/** `user-event`: a user opted in or out. The test of the callback URL comes as one, too. */
export const normalizeUserEvent = normalizeWith(
  userEvent,
  ({ payload: { phone: waId, type: current }, ...callback }, item: Change, context) => {
    const { providerEvent } = item;
    if (current === 'sandbox-start') {
      return { kind: 'ignored', providerEvent, reason: 'Gupshup tests the callback URL' };
    }
    const user = toUser({ waId, userId: undefined, parentUserId: undefined }, undefined);
    if (user === undefined) {
      return invalidShape(item, ['payload', 'phone'], 'expected the phone number of a user');
    }
    const business = toBusiness(callback, context, waId);
    return {
      kind: 'event',
      draft: {
        type: 'user.updated',
        providerEvent,
        channel: 'whatsapp',
        account: toAccount(callback),
        occurredAt: callback.timestamp,
        data: { business, user, aspect: 'preferences', current },
        item: toItem(item.json),
      },
    };
  },
);
