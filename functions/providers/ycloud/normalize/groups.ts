import { groupEntry } from '../../../../shared/cloud-api/conversation-schemas.ts';
import { toGroupData } from '../../../../shared/cloud-api/groups.ts';
import type { Data } from '../../../../shared/contract/index.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { toList, toObject, Unreadable } from '../../../../shared/provider/inbound.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeWith,
} from '../../../../shared/provider/normalize-items.ts';
import { continueWith, placeWithin, readItem } from '../../../../shared/provider/read-item.ts';
import {
  withCloudApiNames,
  withCloudApiNamesInside,
} from '../../../../shared/whatsapp/cloud-api-names.ts';
import { group, groupSetting } from '../schema.ts';
import { toNumberOfBusiness } from './parties.ts';

/** `whatsapp.group.…`: a group of the business was made, or its participants or settings changed. */
export function normalizeGroup(aspect: Data<'group.updated'>['aspect']): Normalizer<BodyItem> {
  return normalizeWith(group, ({ createTime, whatsappGroup: known }, item: BodyItem, context) => {
    const json = toObject(item.json.whatsappGroup) ?? {};
    const place = placeWithin(item, 'whatsappGroup');
    return continueWith(readItem(groupEntry, toGroupEntry(json), place), (entry) => ({
      kind: 'event',
      draft: {
        type: 'group.updated',
        providerEvent: item.providerEvent,
        channel: 'whatsapp',
        account: { wabaId: known.wabaId, phoneNumberId: known.phoneNumberId },
        occurredAt: entry.timestamp ?? known.webhookTime ?? createTime,
        data: {
          ...toGroupData(entry),
          aspect,
          business: toNumberOfBusiness(known.displayPhoneNumber, known.phoneNumberId, context),
        },
        item: json,
      },
    }));
  });
}

/** The object in the Cloud API's form, in which each setting and each list of participants is a field. */
function toGroupEntry(json: JsonObject): JsonObject {
  const { settings, ...others } = json;
  const entry: Record<string, JsonValue> = { ...withCloudApiNames(others) };
  for (const list of ['added_participants', 'removed_participants', 'failed_participants']) {
    if (entry[list] !== undefined) entry[list] = toList(entry[list]).map(toMember);
  }
  for (const written of toList(settings)) {
    const setting = groupSetting.read(written);
    if (setting instanceof Unreadable || setting.name === undefined) continue;
    const field = /picture/.test(setting.name)
      ? 'profile_picture'
      : `group_${setting.name.replace(/^group_/, '')}`;
    entry[field] = withCloudApiNamesInside(written);
  }
  return entry;
}

/** How a participant is written is not documented: an object, or only the number. */
function toMember(participant: JsonValue): JsonValue {
  return typeof participant === 'string' ? { wa_id: participant } : participant;
}
