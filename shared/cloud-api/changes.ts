import type { EventDraft } from '../contract/draft.ts';
import { isEmpty, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { toList, toObject } from '../provider/inbound.ts';
import type { CallbackItem } from '../provider/normalize-items.ts';
import {
  continueWith,
  invalidShape,
  notAnObject,
  type ReadResult,
  readItem,
  unknownProviderEvent,
} from '../provider/read-item.ts';
import type { CloudApiOrigin } from '../whatsapp/origin.ts';
import { entry } from './schema.ts';

/**
 * One change of a callback: a webhook field, which is its provider event, and as `json` the `value`
 * of the field; with what the envelope says.
 */
export interface Change extends CallbackItem {
  /** Id of the WhatsApp Business Account. */
  readonly wabaId: string | undefined;
  /** The reseller's id of the application that the callback is for. */
  readonly appId?: string | undefined;
  /** What a reseller adds to the Cloud API's messages and statuses, or changes in them. */
  readonly reseller?: Pick<CloudApiOrigin, 'business' | 'toCloudApi'> | undefined;
  /** When the webhook was sent. Several fields have no other time. */
  readonly sentAt: string | undefined;
  /** The body that holds nothing but this change, with another `value`. */
  toBody(value: JsonValue): JsonValue;
}

/**
 * All changes of all entries of a callback, in their order; at least one.
 *
 * @param around the members of the body that belong to the raw form of each change
 */
export function readChanges(
  sent: JsonValue,
  around: readonly string[] = ['object'],
): readonly ReadResult<Change>[] {
  const body = toObject(sent);
  if (body === undefined) return [notAnObject];
  const { object } = body;
  if (!isEmpty(object) && object !== 'whatsapp_business_account') {
    return [unknownProviderEvent(object, ['object'])];
  }
  const slots = toList(body.entry).flatMap(toSlots);
  if (slots.length === 0) {
    const place = { providerEvent: 'unknown', path: ['entry'] };
    return [invalidShape(place, [], 'expected a change')];
  }
  const known = pick(body, around);
  return slots.map((slot) => readChange(slot, known, slots.length === 1));
}

/** Where a change stands. An entry without any has a slot too, so that it is not lost. */
interface Slot {
  readonly entryJson: JsonValue;
  readonly entryIndex: number;
  readonly change: JsonValue | undefined;
  readonly index: number;
}

function toSlots(entryJson: JsonValue, entryIndex: number): readonly Slot[] {
  const changes = isJsonObject(entryJson) ? toList(entryJson.changes) : [];
  return changes.length === 0
    ? [{ entryJson, entryIndex, change: undefined, index: 0 }]
    : changes.map((change, index) => ({ entryJson, entryIndex, change, index }));
}

function readChange(
  { entryJson, entryIndex, change, index }: Slot,
  around: JsonObject,
  isOnlyChange: boolean,
): ReadResult<Change> {
  const path = ['entry', entryIndex];
  const toBody = (onlyChange: JsonValue) => ({
    ...around,
    entry: [
      isJsonObject(entryJson)
        ? { ...pick(entryJson, ['id', 'time', 'field']), changes: [onlyChange] }
        : entryJson,
    ],
  });
  const raw = isOnlyChange ? undefined : toBody(change ?? null);
  const place = { providerEvent: 'unknown', path, raw };
  return continueWith(readItem(entry, entryJson, place), ({ id, time }) => {
    const changePath = [...path, 'changes', index];
    const namedAt = [...changePath, 'field'];
    const value = isJsonObject(change) ? change.value : undefined;
    const json = toObject(value) ?? value;
    const providerEvent = toProviderEvent(entryJson, change, json);
    if (typeof providerEvent !== 'string') return unknownProviderEvent(providerEvent, namedAt, raw);
    return {
      kind: 'read',
      value: {
        providerEvent,
        namedAt,
        path: [...changePath, 'value'],
        json,
        raw,
        wabaId: id,
        sentAt: time,
        toBody: (value) => toBody({ field: providerEvent, value }),
      },
    };
  });
}

/**
 * `field` stands in the change. In two examples of the documentation (`account_update`, partner app
 * installed and uninstalled) it stands in the entry and in the value instead.
 */
function toProviderEvent(
  entryJson: JsonValue,
  change: JsonValue | undefined,
  value: JsonValue | undefined,
): JsonValue | undefined {
  for (const holder of [change, value, entryJson]) {
    if (isJsonObject(holder) && holder.field !== undefined) return holder.field;
  }
  return undefined;
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  const picked: Record<string, JsonValue> = {};
  for (const name of names) {
    const value = object[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/** What surrounds the data of every event of a change that is not a message. */
export function toEnvelope({
  providerEvent,
  wabaId,
  appId,
  sentAt,
  json,
  raw,
}: Change): Omit<EventDraft<'account.updated'>, 'type' | 'data'> {
  const account = { wabaId, appId };
  return { providerEvent, channel: 'whatsapp', account, occurredAt: sentAt, item: json, raw };
}
