import { isEmpty, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import { base64JsonCodec } from '../../../shared/provider/base64-json-codec.ts';
import { toObject } from '../../../shared/provider/inbound.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeItems,
  normalizeWith,
  wholeBody,
} from '../../../shared/provider/normalize-items.ts';
import { mapRead, type ReadResult } from '../../../shared/provider/read-item.ts';
import { normalizeRcsObject } from '../../../shared/rcs/normalize-object.ts';
import { manifest } from './manifest.ts';
import { agentLaunchEvent } from './schema.ts';

export { handshake } from './handshake.ts';

export const codec = base64JsonCodec('message', 'data');

/** What a user wrote or did, or what Google's server did about a message to a user. */
const normalizeObject: Normalizer<BodyItem> = (item) =>
  normalizeRcsObject(item.json, { ...item, item: item.json });

/** `AgentLaunchEvent`: the account is the agent. */
const normalizeLaunch = normalizeWith(
  agentLaunchEvent,
  ({ agentId, botDisplayName, brandId, brandDisplayName, ...event }, item: BodyItem) => ({
    kind: 'event',
    draft: {
      type: 'account.updated',
      providerEvent: item.providerEvent,
      channel: 'rcs',
      account: { agentId, businessId: brandId, accountName: brandDisplayName },
      occurredAt: event.sendTime,
      data: {
        account: { id: agentId, name: botDisplayName },
        previous: event.oldLaunchState,
        current: event.newLaunchState,
        reason: event.comment,
        initiatedBy: event.actingParty,
        country: event.regionId,
      },
      item: item.json,
    },
  }),
);

export const normalize = normalizeItems(manifest, {
  readItems,
  normalizers: {
    UserMessage: normalizeObject,
    UserEvent: normalizeObject,
    ServerEvent: normalizeObject,
    AgentLaunchEvent: normalizeLaunch,
  },
});

function readItems(body: JsonValue): readonly ReadResult<BodyItem>[] {
  return wholeBody(toProviderEvent)(body).map((read) => mapRead(read, toDataItem));
}

/** The object in a push message of Pub/Sub, which the codec has decoded. */
function dataOf(envelope: JsonObject): JsonObject {
  return toObject(toObject(envelope.message)?.data) ?? {};
}

function toDataItem(item: BodyItem): BodyItem {
  return { ...item, json: dataOf(item.json), path: [...item.path, 'message', 'data'] };
}

/** No field names the kind of an object: the fields that it has tell. */
function toProviderEvent(envelope: JsonObject): string | undefined {
  const object = dataOf(envelope);
  const has = (...names: readonly string[]) => names.some((name) => !isEmpty(object[name]));
  if (has('newLaunchState', 'oldLaunchState')) return 'AgentLaunchEvent';
  if (has('text', 'userFile', 'location', 'suggestionResponse')) return 'UserMessage';
  const { eventType } = object;
  const isExpired = typeof eventType === 'string' && /^ttl_/i.test(eventType);
  if (isExpired || has('phoneNumber')) return 'ServerEvent';
  if (has('eventType')) return 'UserEvent';
  return has('senderPhoneNumber', 'messageId') ? 'UserMessage' : undefined;
}
