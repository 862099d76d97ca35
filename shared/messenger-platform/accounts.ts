import { normalizeWith } from '../provider/normalize-items.ts';
import { continueWith, invalidShape } from '../provider/read-item.ts';
import { readSides, timeOf } from './parties.ts';
import type { PlatformItem } from './read-events.ts';
import { businessIntegrity, policyEnforcement } from './schema.ts';

/** `policy_enforcement`: Meta warned or blocked the page, or ended a block. */
export const normalizePolicyEnforcement = normalizeWith(
  policyEnforcement,
  (value, item: PlatformItem) =>
    continueWith(readSides(value, item), ({ account, business }) => ({
      kind: 'event',
      draft: {
        type: 'account.updated',
        providerEvent: item.providerEvent,
        channel: item.channel,
        account,
        occurredAt: timeOf(value, item),
        data: {
          account: { id: business.id },
          current: value.policy_enforcement.action,
          reason: value.policy_enforcement.reason,
        },
        item: item.json,
        raw: item.raw,
      },
    })),
);

/** `business_integrity`: Meta restricted what the page may do, or ended that. */
export const normalizeBusinessIntegrity = normalizeWith(
  businessIntegrity,
  (value, item: PlatformItem) => {
    const { pageId: id, providerEvent, channel, json, raw } = item;
    if (id === undefined)
      return invalidShape(item, [], 'expected an entry with the id of the page');
    return {
      kind: 'event',
      draft: {
        type: 'account.updated',
        providerEvent,
        channel,
        account: { accountId: id },
        occurredAt: value.timestamp ?? item.sentAt,
        data: {
          account: { id },
          current: value.status,
          restrictions: value.restrictions?.map(({ feature, expiration_time: expiresAt }) => ({
            type: feature,
            expiresAt,
          })),
          errors: value.violations?.map(({ type, description, url }) => ({
            code: type,
            title: description,
            detail: url,
          })),
        },
        item: json,
        raw,
      },
    };
  },
);
