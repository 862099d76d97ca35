import type { ProviderError } from '../../../../shared/contract/index.ts';
import { isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import { toList, toObject } from '../../../../shared/provider/inbound.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeWith,
} from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import {
  continueWith,
  invalidShape,
  placeWithin,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import { toTraffic } from '../../../../shared/provider/traffic.ts';
import { toDecimal } from '../../../../shared/provider/values/decimal.ts';
import { toError } from '../../../../shared/provider/values/error-text.ts';
import { readMessageStatus } from '../../../../shared/provider/values/message-status.ts';
import { toPhoneOrId } from '../../../../shared/provider/values/phone.ts';
import {
  withCloudApiNames,
  withCloudApiNamesInside,
} from '../../../../shared/whatsapp/cloud-api-names.ts';
import { findPeople, toUser } from '../../../../shared/whatsapp/parties.ts';
import { cloudApiStatus } from '../../../../shared/whatsapp/schema.ts';
import { normalizeStatus } from '../../../../shared/whatsapp/statuses.ts';
import { groupStatuses, messageStatus, type WhatsappMessage } from '../schema.ts';
import { toNumberOfBusiness, toUserRef } from './parties.ts';

/** `whatsapp.message.updated`: the status of a message of the business, or several of a group. */
export const normalizeMessageStatus: Normalizer<BodyItem> = (item, context) =>
  toObject(item.json.whatsappGroup) === undefined
    ? normalizeStatusOfMessage(item, context)
    : normalizeGroupStatuses(item, context);

/** `whatsapp.echo_message.updated`: the same for a message of a Meta Business Agent in control. */
export const normalizeAgentStatus = normalizeWith(messageStatus, (callback, item: BodyItem) =>
  toTraffic(toStatus(callback, item), 'standby'),
);

const normalizeStatusOfMessage = normalizeWith(messageStatus, toStatus);

function toStatus(
  {
    createTime,
    whatsappMessage: message,
  }: { readonly createTime?: string | undefined; readonly whatsappMessage: WhatsappMessage },
  item: BodyItem,
): NormalizeResult {
  const place = placeWithin(item, 'whatsappMessage');
  const { id, wamid, wabaId, conversation, customerProfile: profile } = message;
  const messageId = wamid ?? id;
  if (messageId === undefined)
    return invalidShape(place, ['wamid'], 'expected the id of a message');
  const contact = { wa_id: undefined, user_id: undefined, parent_user_id: undefined, profile };
  return continueWith(readMessageStatus(message.status ?? '', place, ['status']), (status) => ({
    kind: 'event',
    draft: {
      type: 'message.status.updated',
      providerEvent: item.providerEvent,
      channel: 'whatsapp',
      account: { wabaId },
      occurredAt: toTimeOf(status.status, message) ?? message.updateTime ?? createTime,
      data: {
        messageId,
        providerMessageId: id === messageId ? undefined : id,
        ...status,
        business: toPhoneOrId(message.from),
        user: toUser(toUserRef(message), contact),
        groupId: message.groupId,
        errors: toErrors(message),
        conversation: {
          id: conversation?.id,
          type: conversation?.originType ?? conversation?.type,
          expiresAt: conversation?.expireTime,
        },
        pricing: {
          model: message.pricingModel,
          type: message.pricingType,
          category: message.pricingCategory,
          currency: message.currency,
          amount: toDecimal(message.totalPrice),
        },
        callbackData: message.externalId,
      },
    },
  }));
}

/** A message has the times of all its statuses. */
function toTimeOf(status: string, message: WhatsappMessage): string | undefined {
  switch (status) {
    case 'sent':
      return message.sendTime;
    case 'delivered':
      return message.deliverTime;
    case 'read':
      return message.readTime;
    default:
      return undefined;
  }
}

/** YCloud's error, and WhatsApp's: one where they have the same code. */
function toErrors(message: WhatsappMessage): ProviderError[] {
  const { errorCode, errorMessage, whatsappApiError: error } = message;
  const own = toError(errorCode, errorMessage);
  const isOwn = errorCode !== undefined || errorMessage !== undefined;
  if (error === undefined) return isOwn ? [own] : [];
  const { error_data: data } = error;
  const theirs = {
    ...toError(error.code, error.message ?? error.error_user_title),
    detail: (typeof data === 'string' ? data : data?.details) ?? error.error_user_msg,
  };
  if (!isOwn) return [theirs];
  return own.code === theirs.code ? [{ ...own, detail: theirs.detail }] : [own, theirs];
}

/** One result for each status of a message to a group: each is about one of its members. */
const normalizeGroupStatuses = normalizeWith(
  groupStatuses,
  ({ whatsappGroup: group }, item: BodyItem, context) => {
    const json = toObject(item.json.whatsappGroup) ?? {};
    const statuses = toList(json.statuses);
    const place = placeWithin(item, 'whatsappGroup');
    if (statuses.length === 0) return invalidShape(place, ['statuses'], 'expected a status');
    const personOf = findPeople(withCloudApiNamesInside(json.contacts ?? null), false);
    const business = toNumberOfBusiness(group.displayPhoneNumber, group.phoneNumberId, context);
    const account = { wabaId: group.wabaId, phoneNumberId: group.phoneNumberId };
    return statuses.map((status, index): NormalizeResult => {
      const only = { ...item.json, whatsappGroup: { ...json, statuses: [status] } };
      const raw = statuses.length === 1 ? item.raw : only;
      const statusPlace = { ...placeWithin(place, 'statuses', index), raw };
      const named: JsonValue = isJsonObject(status)
        ? { group_id: group.groupId ?? null, ...withCloudApiNames(status) }
        : status;
      return continueWith(readItem(cloudApiStatus, named, statusPlace), (entry) =>
        normalizeStatus(
          entry,
          {
            list: 'statuses',
            json: named,
            contactOf: (ref) => personOf(ref)?.contact,
            placeOf: () => statusPlace,
          },
          { ...place, account, business, metadata: null },
        ),
      );
    });
  },
);
