import type { InboundValue } from '../provider/inbound.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import { invalidShape } from '../provider/read-item.ts';
import type { PlatformItem } from './read-events.ts';
import { call } from './schema.ts';

type Call = InboundValue<typeof call>;

/** An entry of `calls`: a call began, rings, was taken, or has ended. */
export const normalizeCall = normalizeWith(call, (value, item: PlatformItem) => {
  const { providerEvent, channel, json, raw } = item;
  const direction = toDirection(value, item);
  const businessId = item.pageId ?? (direction === 'outbound' ? value.from : value.to);
  if (businessId === undefined) return invalidShape(item, ['to'], 'expected the id of the page');
  const userId = direction === 'inbound' ? value.from : (value.recipient_id ?? value.to);
  const hasEnded = value.event.toLowerCase() === 'terminate';
  // It counts from the moment when the business took the call.
  const wasTaken = (value.duration ?? 0) > 0;
  return {
    kind: 'event',
    draft: {
      type: 'call.updated',
      providerEvent,
      channel,
      account: { accountId: businessId },
      occurredAt: value.timestamp ?? item.sentAt,
      data: {
        call: {
          id: value.id,
          direction,
          missed: hasEnded ? !wasTaken : undefined,
          outcome: value.status,
          startedAt: wasTaken ? value.start_time : undefined,
          endedAt: value.end_time,
          durationSeconds: value.duration,
        },
        current: hasEnded ? 'terminated' : (value.call_status ?? value.event).toLowerCase(),
        business: { id: businessId },
        user: userId === undefined ? undefined : { id: userId },
        errors: [],
      },
      item: json,
      raw,
    },
  };
});

/** A call that rings at the user was begun by the business. */
function toDirection(
  { call_direction, call_status, from, to }: Call,
  { pageId }: PlatformItem,
): 'inbound' | 'outbound' | undefined {
  const word = call_direction?.toLowerCase();
  if (word === 'user_initiated' || (pageId !== undefined && to === pageId)) return 'inbound';
  const isOfPage = pageId !== undefined && from === pageId;
  const isOutbound = word === 'business_initiated' || call_status !== undefined || isOfPage;
  return isOutbound ? 'outbound' : undefined;
}
