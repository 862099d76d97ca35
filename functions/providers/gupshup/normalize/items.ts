import { type Change, readChanges } from '../../../../shared/cloud-api/changes.ts';
import { isEmpty, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { toObject } from '../../../../shared/provider/inbound.ts';
import {
  mapRead,
  notAnObject,
  type ReadResult,
  unknownProviderEvent,
} from '../../../../shared/provider/read-item.ts';
import type { CloudApiOrigin } from '../../../../shared/whatsapp/origin.ts';

/**
 * The items of a body: the one event of version 2, or the changes of version 3. An app that has chosen
 * version 3 also gets events of version 2.
 */
export function readItems(body: JsonValue): readonly ReadResult<Change>[] {
  const callback = toObject(body);
  if (callback === undefined) return [notAnObject];
  if (!isEmpty(callback.type) && isEmpty(callback.entry)) return [readEvent(callback)];
  const { gs_app_id: appId } = callback;
  const isText = typeof appId === 'string' || typeof appId === 'number';
  return readChanges(callback, ['object', 'gs_app_id']).map((read) =>
    mapRead(read, (change) => ({
      ...change,
      appId: isText && appId !== '' ? String(appId) : undefined,
      reseller: { toCloudApi },
    })),
  );
}

/** Whether an item is an event of version 2. */
export function isOfVersion2({ namedAt: [first] }: Change): boolean {
  return first === 'type';
}

/** The event of version 2, whose whole body is the item. */
function readEvent(callback: JsonObject): ReadResult<Change> {
  const { type } = callback;
  const namedAt = ['type'];
  if (typeof type !== 'string') return unknownProviderEvent(type, namedAt);
  return {
    kind: 'read',
    value: {
      providerEvent: type,
      namedAt,
      path: [],
      json: callback,
      wabaId: undefined,
      sentAt: undefined,
      toBody: (value) => value,
    },
  };
}

/**
 * An entry of version 3 as the Cloud API has it (partner-docs.gupshup.io, "Passthrough v3 incoming events" and
 * "Events", read on 2026-11-28): Gupshup adds its own ids (`gs_id`), names the quoted message by
 * `meta_msg_id` (seen in a status too), gives the reason of its own failures as `code` and `reason`, and tests
 * the callback URL with a status.
 */
const toCloudApi: NonNullable<CloudApiOrigin['toCloudApi']> = (list, entry) => {
  const ownId = toId(entry.gs_id);
  if (list !== 'statuses') {
    const context = toObject(entry.context);
    const quoted = toId(context?.meta_msg_id);
    const json = quoted ? { ...entry, context: { ...context, id: quoted } } : entry;
    return { kind: 'entry', ownId, json };
  }
  if (entry.type === 'set-callback') {
    const reason = 'Gupshup tests the callback URL';
    return { kind: 'ignored', providerEvent: 'messages', reason };
  }
  const { code = null, reason = null, errors } = entry;
  const id = toId(entry.meta_msg_id) ?? (isEmpty(entry.id) ? ownId : undefined);
  const isFailed = isEmpty(errors) && !(isEmpty(code) && isEmpty(reason));
  const json = {
    ...entry,
    ...(id !== undefined && { id }),
    ...(isFailed && { errors: [{ code, title: reason }] }),
  };
  return { kind: 'entry', ownId, json };
};

function toId(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
