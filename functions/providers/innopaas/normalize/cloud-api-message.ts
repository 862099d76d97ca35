import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../shared/json.ts';
import type { Unrecognized } from '../../../../shared/provider/normalize-result.ts';
import {
  continueWith,
  type ItemPlace,
  mapRead,
  type ReadResult,
  readItem,
} from '../../../../shared/provider/read-item.ts';
import {
  withCloudApiNames,
  withCloudApiNamesInside,
} from '../../../../shared/whatsapp/cloud-api-names.ts';
import type { MessageBody } from '../../../../shared/whatsapp/message-body.ts';
import { readBody } from '../../../../shared/whatsapp/read-body.ts';
import { type CloudApiDetails, cloudApiDetails } from '../../../../shared/whatsapp/schema.ts';

/** What a message says, what it replies to, which ad led to it … */
export type CloudApiBody = CloudApiDetails & MessageBody;

/**
 * Reads what a message says. InnoPaaS passes on the Cloud API's message with its names in camel case
 * (`mimeType` for `mime_type`), though not all of them (`wa_id`), and documents nothing of orders and
 * system notices: so either spelling is accepted, and the Cloud API's readers do the rest.
 */
export function readCloudApiMessage(
  message: JsonObject,
  place: ItemPlace,
): ReadResult<CloudApiBody> {
  const item = toCloudApiMessage(message);
  const read = continueWith(readItem(cloudApiDetails, item, place), (details) =>
    mapRead(readBody(details, item, place), (body) => ({ ...details, ...body })),
  );
  return read.kind === 'read' ? read : withInnoPaasNames(read);
}

/**
 * The type and the objects of the message, with the names of the Cloud API. Contacts are under
 * `contact` in the documented example, under `contacts` in the field table.
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
  return isJsonObject(contacts) || (isJsonArray(contacts) && contacts.length > 0);
}

/** The report with the names that InnoPaaS documents. */
function withInnoPaasNames(unrecognized: Unrecognized): Unrecognized {
  const path = unrecognized.path?.replace(/_([a-z])/g, (_name, letter: string) =>
    letter.toUpperCase(),
  );
  return { ...unrecognized, path };
}
