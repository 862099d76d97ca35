import { conversationKey } from '../../../../shared/contract/conversation-key.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toUser } from '../../../../shared/whatsapp/parties.ts';
import { handover } from '../schema/accounts.ts';
import { toNumberOfBusiness } from './parties.ts';

/**
 * `whatsapp.meta_business_agent.handover.updated`: control of a conversation left a Meta Business Agent.
 * Who has it now is not said.
 */
export const normalizeHandover = normalizeWith(
  handover,
  ({ createTime, whatsappMetaBusinessAgent: known }, item: BodyItem, context) => {
    const { wabaId, phoneNumberId, consumerPhoneNumber: waId, consumerUserId: userId } = known;
    const business = toNumberOfBusiness(undefined, phoneNumberId, context);
    if (business === undefined) {
      const path = ['whatsappMetaBusinessAgent', 'phoneNumberId'];
      return invalidShape(item, path, 'expected the id of the phone number');
    }
    const user = toUser({ waId, userId, parentUserId: undefined }, undefined);
    return {
      kind: 'event',
      draft: {
        type: 'conversation.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: { wabaId, phoneNumberId },
        occurredAt: known.timestamp ?? createTime,
        data: {
          conversation: { key: user && conversationKey({ channel: 'whatsapp', business, user }) },
          business,
          user,
          aspect: 'owner',
          change: known.controlState,
          previous: known.metaAgentId ?? known.agentId,
          previousOwnerId: known.actor,
          current: 'unknown',
          note: known.reason,
        },
        item: item.json.whatsappMetaBusinessAgent,
      },
    };
  },
);
