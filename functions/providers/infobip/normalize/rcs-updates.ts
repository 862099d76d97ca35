import type { ProviderError } from '../../../../shared/contract/index.ts';
import type { InboundValue } from '../../../../shared/provider/inbound.ts';
import { type BodyItem, normalizeWith } from '../../../../shared/provider/normalize-items.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { conversationStarted, rcsSender } from '../schema/rcs-updates.ts';
import { toAccount, toParty } from './parties.ts';

const rcs = { channel: 'rcs' } as const;

/** `CONVERSATION_STARTED`: a message that had a price of its own is billed as a part of a conversation. */
export const normalizeConversationStarted = normalizeWith(
  conversationStarted,
  (started, item: BodyItem) => {
    const { messageId, trafficType, conversation, direction, sender, to } = started;
    const type = trafficType ?? conversation?.type;
    if (type === undefined) return invalidShape(item, ['trafficType'], 'expected text');
    const isInbound = direction?.toUpperCase() === 'INBOUND';
    const business = toParty(isInbound ? to : sender, rcs);
    return {
      kind: 'event',
      draft: {
        type: 'message.billed',
        providerEvent: item.providerEvent,
        channel: 'rcs',
        account: toAccount(started, business),
        occurredAt: conversation?.startTime,
        data: {
          messageId,
          business,
          user: toParty(isInbound ? sender : to, rcs),
          conversation: {
            id: conversation?.id,
            type: conversation?.type,
            expiresAt: conversation?.endTime,
          },
          pricing: { type },
        },
        item: item.json,
        raw: item.raw,
      },
    };
  },
);

/** `RCS_SENDER_STATUS_UPDATE`, `RCS_SENDER_LAUNCH_STATUS_UPDATE`: what became of a sender of RCS. */
export const normalizeRcsSender = normalizeWith(rcsSender, (update, item: BodyItem) => {
  const { senderName: name, senderStatus: current, reason, googleAgentId: agentId } = update;
  const { coverage = [] } = update;
  const countries = coverage.map(({ countryCode }) => countryCode);
  return {
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent: item.providerEvent,
      channel: 'rcs',
      account: { ...toAccount(update, { id: name }), agentId },
      occurredAt: update.updatedAt,
      data: {
        account: { name },
        current,
        reason,
        country: countries.length === 1 ? countries[0] : undefined,
        errors: coverage.flatMap(toErrors),
      },
      item: item.json,
      raw: item.raw,
    },
  };
});

type Coverage = NonNullable<InboundValue<typeof rcsSender>['coverage']>[number];

/** Why the carriers of a country rejected a sender. */
function toErrors({ providers = [] }: Coverage): ProviderError[] {
  return providers.flatMap(({ rejectionReason, feedback = [] }) => [
    ...(rejectionReason === undefined ? [] : [{ title: rejectionReason }]),
    ...feedback.flatMap(({ errors = [] }) =>
      errors.map(({ key, reason, details }) => ({ code: key, title: reason, detail: details })),
    ),
  ]);
}
