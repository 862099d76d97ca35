import * as z from 'zod/mini';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { type ReadItem, readItem } from '../../../../shared/provider/read-item.ts';
import type { MessageBody, Where } from '../../../../shared/whatsapp/message-body.ts';
import { readBody } from '../../../../shared/whatsapp/read-body.ts';
import { cloudApiMessage } from '../../../../shared/whatsapp/schema.ts';

/** What a message of the Cloud API says beside its ids, its time and its parties. */
const saying = z.pick(cloudApiMessage, {
  type: true,
  context: true,
  referral: true,
  errors: true,
});

/** What a message says, and around it what it answers, which ad led to it … */
export type Saying = z.infer<typeof saying> & MessageBody;

/**
 * Reads what a message says. InnoPaaS passes on the Cloud API's message with its names in camel case
 * (`mimeType` for `mime_type`), though not all of them (`wa_id`), and documents nothing of orders and
 * system notices: so names are taken in either spelling, and the Cloud API's readers do the rest.
 */
export function readSaying(message: JsonObject, where: Where): ReadItem<Saying> {
  const item = toCloudApiMessage(message);
  const read = readItem(saying, item, where);
  if (!read.fits) return toInnoPaasNames(read);
  const body = readBody(read.value, item, where);
  return body.fits
    ? { fits: true, value: { ...read.value, ...body.value } }
    : toInnoPaasNames(body);
}

/**
 * The message with the names of the Cloud API, as far as it says something: the type, and the objects.
 * Contacts are under `contact` in the documented example, under `contacts` in the field table.
 */
function toCloudApiMessage({ contact, ...message }: JsonObject): JsonObject {
  const named = withCloudApiNames(
    message,
    (name) => name === 'type' || typeof message[name] === 'object',
  );
  return contact === undefined || saysSomething(named.contacts)
    ? named
    : { ...named, contacts: withCloudApiNamesInside(contact) };
}

function saysSomething(contacts: JsonValue | undefined): boolean {
  return isJsonObject(contacts) || (isArray(contacts) && contacts.length > 0);
}

function withCloudApiNames(
  object: JsonObject,
  isWanted: (name: string) => boolean = () => true,
): JsonObject {
  const named: Record<string, JsonValue> = {};
  for (const name of Object.keys(object).filter(isWanted)) {
    const value = object[name];
    const cloudApiName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    // Nothing is called so, and to assign it would set what the object inherits from.
    if (value === undefined || cloudApiName === '__proto__') continue;
    // The names inside a form's answers are those of the form's author.
    const isAuthored = cloudApiName === 'response_json';
    named[cloudApiName] = isAuthored ? value : withCloudApiNamesInside(value);
  }
  return named;
}

function withCloudApiNamesInside(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  return isArray(value) ? value.map(withCloudApiNamesInside) : withCloudApiNames(value);
}

/** `Array.isArray` does not narrow to a readonly array. */
function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Tells what did not fit in the names that InnoPaaS documents. */
function toInnoPaasNames<T>(read: Extract<ReadItem<T>, { fits: false }>): ReadItem<never> {
  const path = read.unrecognized.path?.replace(/_([a-z])/g, (_name, letter: string) =>
    letter.toUpperCase(),
  );
  return { fits: false, unrecognized: { ...read.unrecognized, path } };
}
