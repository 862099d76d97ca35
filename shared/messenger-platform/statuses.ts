import { conversationKey } from '../contract/conversation-key.ts';
import { type InboundValue, requiredText, toList, toObject } from '../provider/inbound.ts';
import { normalizeWith } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, invalidShape, placeWithin, readItem } from '../provider/read-item.ts';
import { readSides, timeOf } from './parties.ts';
import type { PlatformItem } from './read-events.ts';
import { delivery, type Envelope, read } from './schema.ts';

/** `delivery`: messages of the business are on a device of the user. */
export const normalizeDelivery = normalizeWith(delivery, (value, item: PlatformItem) =>
  toStatuses('delivered', value.delivery, value, item),
);

/** `read`: the user has read messages of the business. */
export const normalizeRead = normalizeWith(read, (value, item: PlatformItem) =>
  toStatuses('read', value.read, value, item),
);

/** One status for each message that is named; without one, that of all messages before the watermark. */
function toStatuses(
  status: 'delivered' | 'read',
  { mid, watermark }: InboundValue<typeof read>['read'],
  envelope: Envelope,
  item: PlatformItem,
): NormalizeResult | readonly NormalizeResult[] {
  return continueWith(readSides(envelope, item), (sides) => {
    const { account, business, user, isFromBusiness } = sides;
    const { providerEvent, channel, raw, kind = '' } = item;
    // That the business has read a message of the user is not a status of a message that it sent.
    if (isFromBusiness) return { kind: 'unmapped', providerEvent, raw };
    const occurredAt = envelope.timestamp ?? watermark ?? timeOf(envelope, item);
    const around = { providerEvent, channel, account, occurredAt };
    const toStatus = (messageId: string, ownRaw = raw): NormalizeResult => ({
      kind: 'event',
      draft: {
        ...around,
        type: 'message.status.updated',
        data: { messageId, status, business, user, errors: [] },
        raw: ownRaw,
      },
    });
    const { event, report, mids } = readReport(item);
    if (mids.length > 0) {
      return mids.map((json, index) => {
        const ownRaw =
          mids.length === 1 ? raw : item.toBody({ ...event, [kind]: { ...report, mids: [json] } });
        const place = { ...placeWithin(item, kind, 'mids', index), raw: ownRaw };
        return continueWith(readItem(requiredText, json, place), (id) => toStatus(id, ownRaw));
      });
    }
    if (mid !== undefined) return toStatus(mid);
    if (watermark === undefined || user === undefined) {
      return invalidShape(item, [kind], 'expected the ids of messages, or a watermark');
    }
    return {
      kind: 'event',
      draft: {
        ...around,
        type: 'conversation.updated',
        data: {
          conversation: { key: conversationKey({ channel, business, user }) },
          business,
          user,
          aspect: 'status',
          change: kind,
          current: status,
          until: watermark,
        },
        item: item.json,
        raw,
      },
    };
  });
}

/** The ids of messages as they stand in the item, which its schema has read. */
function readReport({ json, kind = '' }: PlatformItem) {
  const event = toObject(json) ?? {};
  const report = toObject(event[kind]) ?? {};
  return { event, report, mids: toList(report.mids) };
}
