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
  readonly form: 'event' | 'standby' | 'change' | 'call';
  readonly json: JsonValue | undefined;
  readonly path: JsonPath;
  /** The members of the entry that hold `json`, without another event. */
  wrap(json: JsonValue): JsonValue;
}

/**
 * All events of all entries of a callback, in their order; at least one. They stand in `messaging`, in
 * `standby`, in `calls` or in `changes`. An entry may be a change or an event itself, and so may the body
 * (a test of the App Dashboard).
 */
export function readEvents(platform: Platform) {
  return (sent: JsonValue): readonly ReadResult<PlatformItem>[] => {
    const body = toObject(sent);
    if (body === undefined) return [notAnObject];
    const { object } = body;
    if (!isEmpty(object) && object !== platform.object) {
      return [unknownProviderEvent(object, ['object'])];
    }
    const isEntry = isEmpty(body.entry) && (!isEmpty(body.field) || isEvent(body, platform));
    const slots = isEntry
      ? toSlots(body, [], platform)
      : toList(body.entry).flatMap((each, index) => toSlots(each, ['entry', index], platform));
    if (slots.length === 0) {
      const place = { providerEvent: 'unknown', path: ['entry'] };
      return [invalidShape(place, [], 'expected an event')];
    }
    const isOnly = slots.length === 1;
    return slots.flatMap((slot) => readSlot(slot, body, isOnly, platform));
  };
}

const lists = [
  ['messaging', 'event'],
  ['standby', 'standby'],
  ['changes', 'change'],
  ['calls', 'call'],
] as const;

/** What an entry has beside its events. */
const ofEntry = new Set<string>(['object', 'id', 'time', ...lists.map(([list]) => list)]);

function toSlots(sent: JsonValue, path: JsonPath, platform: Platform): readonly Slot[] {
  const held = toObject(sent);
  const itself = { entry: held ?? sent, path, wrap: (json: JsonValue) => json };
  if (held === undefined) return [{ ...itself, form: 'event', json: undefined }];
  const slots: Slot[] = lists.flatMap(([list, form]) =>
    toList(held[list]).map((json, index) => ({
      entry: held,
      form,
      json,
      path: [...path, list, index],
      wrap: (inner: JsonValue) => ({ [list]: [inner] }),
    })),
  );
  if (!isEmpty(held.field)) {
    slots.push({ ...itself, form: 'change', json: pick(held, (name) => ofChange.has(name)) });
  } else if (isEvent(held, platform)) {
    slots.push({ ...itself, form: 'event', json: pick(held, (name) => !ofEntry.has(name)) });
  }
  return slots.length > 0 ? slots : [{ ...itself, form: 'event', json: undefined }];
}

const ofChange = new Set(['field', 'value']);

function readSlot(
  slot: Slot,
  body: JsonObject,
  isOnly: boolean,
  platform: Platform,
): readonly ReadResult<PlatformItem>[] {
  const { json, path, form } = slot;
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
    toBody: toSlotBody,
  };
  if (form === 'call') return [toRead({ ...shared, ...call, json: held })];
  if (form !== 'change') return toItems(held, shared, form === 'standby', platform);
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
  if (value !== undefined && isEvent(value, platform)) {
    return toItems(value, item, field === 'standby', platform);
  }
  const kind = field === call.providerEvent ? call.kind : undefined;
  return [toRead({ ...item, kind, providerEvent: field, json: held.value })];
}

/** An entry of `calls` names nothing: the list does. */
const call = { kind: 'call', providerEvent: 'calls' } as const;

function toRead(value: PlatformItem): ReadResult<PlatformItem> {
  return { kind: 'read', value };
}

/** A comment on a page has a `message` too, and neither a sender nor a recipient. */
function isEvent(value: JsonObject, platform: Platform): boolean {
  const hasParties = !isEmpty(value.sender) || !isEmpty(value.recipient);
  return hasParties && kindsOf(value, platform).length > 0;
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
    return toRead({ ...item, kind, providerEvent, json, raw });
  });
}

const envelope = new Set(['sender', 'recipient', 'timestamp']);

function kindsOf(event: JsonObject, { fields }: Platform): readonly string[] {
  return Object.keys(fields).filter((kind) => !isEmpty(event[kind]));
}

function without(event: JsonObject, kinds: readonly string[], kind: string): JsonObject {
  return pick(event, (name) => name === kind || !kinds.includes(name));
}

function isEchoed(message: JsonValue | undefined): boolean {
  return boolean.read(toObject(message)?.is_echo) === true;
}

function toBody({ entry: around, path, wrap }: Slot, body: JsonObject, json: JsonValue): JsonValue {
  const inner = wrap(json);
  if (path.length === 0) return inner;
  const isReadable = isJsonObject(around) && isJsonObject(inner);
  const only = isReadable
    ? { ...pick(around, (name) => name === 'id' || name === 'time'), ...inner }
    : around;
  return { ...pick(body, (name) => name === 'object'), entry: [only] };
}

function pick(object: JsonObject, isPicked: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => isPicked(name)));
}
