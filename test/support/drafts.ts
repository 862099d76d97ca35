import type { EventDraft } from '../../shared/contract/draft.ts';

/** A text message of an invented user, as an adapter would draft it. */
export function textMessage(
  overrides: { readonly id?: string; readonly text?: string; readonly providerEvent?: string } = {},
): EventDraft<'message.received'> {
  return {
    type: 'message.received',
    providerEvent: overrides.providerEvent ?? 'new_message',
    channel: 'whatsapp',
    account: { channelId: '30058' },
    occurredAt: '2026-01-02T03:04:05.000Z',
    data: {
      message: {
        id: overrides.id ?? 'wamid.A',
        business: { phone: '15550100001' },
        user: { phone: '447700900123', name: 'Ada Example' },
        content: { kind: 'text', text: overrides.text ?? 'Hello' },
        media: [],
      },
    },
  };
}

/** A `delivered` of the message that `textMessage` drafts. */
export function deliveredStatus(messageId = 'wamid.A'): EventDraft<'message.status.updated'> {
  return {
    type: 'message.status.updated',
    providerEvent: 'message_status_update',
    channel: 'whatsapp',
    occurredAt: '2026-01-02T03:04:06.000Z',
    data: { messageId, status: 'delivered', errors: [] },
  };
}

/** A payment of `textMessage`'s user that was captured. */
export function capturedPayment(
  referenceId: string | undefined,
  phoneNumberId?: string,
): EventDraft<'payment.updated'> {
  return {
    type: 'payment.updated',
    providerEvent: 'messages',
    channel: 'whatsapp',
    account: { wabaId: '100000000000001', phoneNumberId },
    occurredAt: '2026-01-02T03:04:06.000Z',
    data: {
      referenceId,
      current: 'captured',
      messageId: 'wamid.ORDER',
      user: { phone: '447700900123' },
      errors: [],
    },
    item: { referenceId: referenceId ?? null },
  };
}

/** A call of `textMessage`'s user that has ended. */
export function endedCall(id: string): EventDraft<'call.updated'> {
  return {
    type: 'call.updated',
    providerEvent: 'calls',
    channel: 'whatsapp',
    occurredAt: '2026-01-02T03:04:06.000Z',
    data: {
      current: 'terminated',
      call: { id, direction: 'inbound', missed: true },
      user: { phone: '447700900123' },
      errors: [],
    },
    item: { id },
  };
}

export const receipt = { provider: 'incs', receivedAt: '2026-01-02T03:04:07.000Z' };
