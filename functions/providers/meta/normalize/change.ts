import type { EventDraft } from '../../../../shared/contract/draft.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { Normalized } from '../../../../shared/provider/provider-adapter.ts';
import { type JsonPath, readItem } from '../../../../shared/provider/read-item.ts';
import { unknownProviderEvent } from '../../../../shared/provider/unknown-provider-event.ts';
import { toList } from '../../../../shared/whatsapp/to-list.ts';
import { entry } from '../schema.ts';

/** One change of a delivery: a webhook field with its `value`, and what the envelope says of it. */
export interface Change {
  /** The webhook field. */
  readonly providerEvent: string;
  readonly value: JsonValue | undefined;
  /** Where `value` stands in the body. */
  readonly path: JsonPath;
  /** The envelope with this change only; absent when that is the whole body. */
  readonly raw?: JsonValue;
  /** Id of the WhatsApp Business Account. */
  readonly wabaId: string | undefined;
  /** When the webhook was sent; several fields do not say. */
  readonly sentAt: string | undefined;
  /** The envelope with this change only, with another `value`. */
  wrap(value: JsonValue): JsonValue;
}

/** A change, or why it is none that could be read. */
export type ReadChange = { readonly change: Change } | { readonly unread: Normalized };

/** Everything that a delivery holds, in its order. */
export function readChanges(body: JsonObject): readonly ReadChange[] {
  const places = toList(body.entry).flatMap(toPlaces);
  return places.map((place) => readChange(place, body, places.length === 1));
}

/** Where a change stands. An entry without one has its place too, so that it is not passed over. */
interface Place {
  readonly json: JsonValue;
  readonly index: number;
  readonly change: JsonValue | undefined;
  readonly at: number;
}

function toPlaces(json: JsonValue, index: number): readonly Place[] {
  const changes = isJsonObject(json) ? toList(json.changes) : [];
  return changes.length === 0
    ? [{ json, index, change: undefined, at: 0 }]
    : changes.map((change, at) => ({ json, index, change, at }));
}

function readChange(
  { json, index, change, at }: Place,
  body: JsonObject,
  isAlone: boolean,
): ReadChange {
  const path = ['entry', index];
  const wrapEntry = (inner: JsonValue) => ({ ...only(body, ['object']), entry: [inner] });
  const wrapChange = (inner: JsonValue) =>
    wrapEntry(
      isJsonObject(json) ? { ...only(json, ['id', 'time', 'field']), changes: [inner] } : json,
    );
  const raw = isAlone ? undefined : wrapChange(change ?? null);
  const where = { providerEvent: 'unknown', ...(raw !== undefined && { raw }) };
  const read = readItem(entry, json, { ...where, path });
  if (!read.fits) return { unread: { understood: false, unrecognized: read.unrecognized } };
  const place = [...path, 'changes', at];
  const value = isJsonObject(change) ? change.value : undefined;
  const providerEvent = toProviderEvent(json, change, value);
  if (typeof providerEvent !== 'string')
    return { unread: unknownProviderEvent(providerEvent, [...place, 'field'], raw) };
  return {
    change: {
      providerEvent,
      value,
      path: [...place, 'value'],
      ...(raw !== undefined && { raw }),
      wabaId: read.value.id,
      sentAt: read.value.time,
      wrap: (inner) => wrapChange({ field: providerEvent, value: inner }),
    },
  };
}

/**
 * `field` stands in the change. In two examples of the documentation (`account_update`, partner app
 * installed and uninstalled) it has slipped into the entry and into the value.
 */
function toProviderEvent(
  json: JsonValue,
  change: JsonValue | undefined,
  value: JsonValue | undefined,
): JsonValue | undefined {
  for (const holder of [change, value, json]) {
    if (isJsonObject(holder) && holder.field !== undefined) return holder.field;
  }
  return undefined;
}

function only(object: JsonObject, names: readonly string[]): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const name of names) {
    const value = object[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** What is around every event of a change that is not a message. */
export function toEnvelope({
  providerEvent,
  wabaId,
  sentAt,
  raw,
}: Change): Pick<EventDraft, 'providerEvent' | 'channel' | 'account' | 'occurredAt' | 'raw'> {
  return { providerEvent, channel: 'whatsapp', account: { wabaId }, occurredAt: sentAt, raw };
}
