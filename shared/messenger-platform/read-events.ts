import { isEmpty, isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { boolean, toList, toObject } from '../provider/inbound.ts';
import type { CallbackItem } from '../provider/normalize-items.ts';
import {
  invalidShape,
  type JsonPath,
  notAnObject,
  type ReadResult,
  readItem,
  unknownProviderEvent,
} from '../provider/read-item.ts';
import { entry } from './schema.ts';

/** One of the two products that share the webhook. */
export interface Platform {
  readonly channel: 'messenger' | 'instagram';
  /** `object` of its callbacks. */
  readonly object: string;
  /** Webhook field of each member that says what happened: `read` is of `message_reads`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Webhook field of the messages of the business. */
  readonly echoes: string;
}

/** One event of a conversation, or a change outside of one, with what the envelope says. */
export interface PlatformItem extends CallbackItem {
  readonly channel: Platform['channel'];
  /** The member that says what happened; absent for a change outside of conversations. */
  readonly kind: string | undefined;
  /** Id of the page or of the Instagram account. */
  readonly pageId: string | undefined;
  /** When Meta sent it. */
  readonly sentAt: string | undefined;
  /** The body that holds nothing but this event, as `json`. */
  toBody(json: JsonValue): JsonValue;
}

/** Where an event stands. An entry without any has a slot too, so that it is not lost. */
interface Slot {
  readonly entry: JsonValue;
  /** The list that holds it; absent where the entry itself is a change. */
  readonly list?: 'messaging' | 'standby' | 'changes';
  readonly json: JsonValue | undefined;
  readonly path: JsonPath;
}

/**
 * All events of all entries of a callback, in their order; at least one. They stand in `messaging`, in
 * `standby` or in `changes`. An entry may be a change itself, and so may the body (a test of the App
 * Dashboard).
 */
export function readEvents(platform: Platform) {
  return (sent: JsonValue): readonly ReadResult<PlatformItem>[] => {
    const body = toObject(sent);
    if (body === undefined) return [notAnObject];
    const { object } = body;
    if (!isEmpty(object) && object !== platform.object) {
      return [unknownProviderEvent(object, ['object'])];
    }
    const isChange = isEmpty(body.entry) && !isEmpty(body.field);
    const slots = isChange
      ? [{ entry: body, json: body, path: [] }]
      : toList(body.entry).flatMap((each, index) => toSlots(each, ['entry', index]));
    if (slots.length === 0) {
      const place = { providerEvent: 'unknown', path: ['entry'] };
      return [invalidShape(place, [], 'expected an event')];
    }
    const isOnly = slots.length === 1;
    return slots.flatMap((slot) => readSlot(slot, body, isOnly, platform));
  };
}

const lists = ['messaging', 'standby', 'changes'] as const;

function toSlots(sent: JsonValue, path: JsonPath): readonly Slot[] {
  const held = toObject(sent);
  if (held === undefined) return [{ entry: sent, json: undefined, path }];
  const slots: Slot[] = lists.flatMap((list) =>
    toList(held[list]).map((json, index) => ({
      entry: held,
      list,
      json,
      path: [...path, list, index],
    })),
  );
  const isChange = !isEmpty(held.field);
  if (isChange || slots.length === 0) {
    slots.push({ entry: held, json: isChange ? pick(held, 'field', 'value') : undefined, path });
  }
  return slots;
}

function readSlot(
  slot: Slot,
  body: JsonObject,
  isOnly: boolean,
  platform: Platform,
): readonly ReadResult<PlatformItem>[] {
  const { json, path, list } = slot;
  const toSlotBody = (inner: JsonValue) => toBody(slot, body, inner);
  const raw = isOnly ? undefined : toSlotBody(json ?? null);
  const place = { providerEvent: 'unknown', path, raw };
  const known = readItem(entry, slot.entry, place);
  if (known.kind !== 'read') return [known];
  const held = toObject(json);
  if (held === undefined) return [invalidShape(place, [], 'expected an event')];
  const shared = {
    channel: platform.channel,
    pageId: known.value.id,
    sentAt: known.value.time,
    namedAt: path,
    path,
    raw,
  };
  if (list === 'messaging' || list === 'standby') {
    const item = { ...shared, toBody: toSlotBody };
    return toItems(held, item, list === 'standby', platform);
  }
  const { field } = held;
  const namedAt = [...path, 'field'];
  if (typeof field !== 'string') return [unknownProviderEvent(field, namedAt, raw)];
  const item = {
    ...shared,
    namedAt,
    path: [...path, 'value'],
    toBody: (value: JsonValue) => toSlotBody({ field, value }),
  };
  const value = toObject(held.value);
  // A comment on a page has a `message` too, and no recipient.
  const isEvent = !isEmpty(value?.sender) || !isEmpty(value?.recipient);
  if (value !== undefined && isEvent && kindsOf(value, platform).length > 0) {
    return toItems(value, item, field === 'standby', platform);
  }
  return [
    { kind: 'read', value: { ...item, kind: undefined, providerEvent: field, json: held.value } },
  ];
}

/** One item for each member that says what happened: there is one, in all that is documented. */
function toItems(
  event: JsonObject,
  item: Omit<PlatformItem, 'kind' | 'providerEvent' | 'json'>,
  isStandby: boolean,
  platform: Platform,
): readonly ReadResult<PlatformItem>[] {
  const kinds = kindsOf(event, platform);
  if (kinds.length === 0) {
    const other = Object.keys(event).find((name) => !envelope.has(name));
    return [unknownProviderEvent(other, item.path, item.raw)];
  }
  return kinds.map((kind) => {
    const isAlone = kinds.length === 1;
    const json = isAlone ? event : without(event, kinds, kind);
    const raw = isAlone ? item.raw : item.toBody(json);
    const isEcho = kind === 'message' && isEchoed(event.message);
    const field = isEcho ? platform.echoes : (platform.fields[kind] ?? kind);
    const providerEvent = isStandby ? 'standby' : field;
    return { kind: 'read', value: { ...item, kind, providerEvent, json, raw } };
  });
}

const envelope = new Set(['sender', 'recipient', 'timestamp']);

function kindsOf(event: JsonObject, { fields }: Platform): readonly string[] {
  return Object.keys(fields).filter((kind) => !isEmpty(event[kind]));
}

function without(event: JsonObject, kinds: readonly string[], kind: string): JsonObject {
  const others = new Set(kinds.filter((each) => each !== kind));
  return Object.fromEntries(Object.entries(event).filter(([name]) => !others.has(name)));
}

function isEchoed(message: JsonValue | undefined): boolean {
  return boolean.read(toObject(message)?.is_echo) === true;
}

function toBody({ entry: around, list, path }: Slot, body: JsonObject, json: JsonValue): JsonValue {
  if (path.length === 0) return json;
  const inner = list === undefined ? json : { [list]: [json] };
  return {
    ...pick(body, 'object'),
    entry: [
      isJsonObject(around) && isJsonObject(inner)
        ? { ...pick(around, 'id', 'time'), ...inner }
        : around,
    ],
  };
}

function pick(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(object, name) ? object[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
