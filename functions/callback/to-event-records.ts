import { hash } from 'node:crypto';
import { toBodyBytes } from '../../shared/body-bytes.ts';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { type JsonValue, parseJson, toCanonicalJson } from '../../shared/json.ts';
import { quarantineKey, rawKey, unmappedKey } from '../../shared/payloads/payload-keys.ts';
import { type StoredBody, writeStoredBody } from '../../shared/payloads/stored-body.ts';
import type { DecodedBody, UndecodableBody } from '../../shared/provider/body-codec.ts';
import type { Ignored, Unrecognized } from '../../shared/provider/normalize-result.ts';
import type { NormalizeContext, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { EventRecord, PayloadObject } from '../../shared/table/event-record.ts';
import { type Receipt, toEventRecord } from '../../shared/table/to-event-record.ts';

/** What must be durable before a callback gets a success, and the number of items that need not be. */
export interface CallbackRecords {
  readonly records: readonly EventRecord[];
  /** Raw JSON of items that the contract has no event for. */
  readonly unmapped: readonly PayloadObject[];
  /** The items that are only counted. */
  readonly ignored: readonly Ignored[];
}

/**
 * The event records of a callback, or the one record of a body that could not be decoded: its bytes are
 * quarantined, and can be replayed when the adapter can read them. Pure, and never throws.
 *
 * @param callback the bytes, and the headers that help to read them
 */
export function toCallbackRecords(
  decoded: DecodedBody | UndecodableBody,
  { body, headers }: { readonly body: Uint8Array; readonly headers: StoredBody['headers'] },
  adapter: ProviderAdapter,
  receipt: Receipt,
  context: NormalizeContext,
): CallbackRecords {
  if (decoded.kind === 'decoded') {
    const { text, json } = decoded;
    return toEventRecords({ text, json, headers }, adapter, receipt, context);
  }
  const stored = { headers, body: toBodyBytes(body) };
  const sha256 = hash('sha256', body);
  const record = toStoredRecord(decoded, receipt, stored, sha256, body.byteLength);
  return { records: [record], unmapped: [], ignored: [] };
}

/**
 * The event records of one decoded body, in its order: one for each event, and a
 * `callback.quarantined` for each unrecognized item; beside them the unmapped items. Pure: the same
 * text gives the same event records.
 *
 * @param onFailure gets the error of an adapter that fails; tests and `golden` throw it
 * @throws {SyntaxError} when the text is not JSON; nothing else, unless `onFailure` throws
 */
export function toEventRecords(
  body: CallbackBody,
  adapter: ProviderAdapter,
  receipt: Receipt,
  context: NormalizeContext,
  onFailure?: (error: unknown) => void,
): CallbackRecords {
  const { text, json = parseJson(text), headers } = body;
  const parsed = { text, json, headers };
  try {
    return normalizeBody(parsed, adapter, receipt, context);
  } catch (error) {
    onFailure?.(error);
    return { records: [toFailureRecord(error, receipt, parsed)], unmapped: [], ignored: [] };
  }
}

function normalizeBody(
  body: Required<CallbackBody>,
  adapter: ProviderAdapter,
  receipt: Receipt,
  context: NormalizeContext,
): CallbackRecords {
  const records: EventRecord[] = [];
  const unmapped: PayloadObject[] = [];
  const ignored: Ignored[] = [];
  for (const result of adapter.normalize(body.json, context)) {
    switch (result.kind) {
      case 'event':
        records.push(toStorableRecord(result.draft, receipt, toItemBody(result.draft.raw, body)));
        break;
      case 'unrecognized':
        records.push(toQuarantineRecord(result, receipt, toItemBody(result.raw, body)));
        break;
      case 'unmapped':
        unmapped.push(
          toUnmappedPayload(result.providerEvent, receipt, toItemBody(result.raw, body)),
        );
        break;
      case 'ignored':
        ignored.push(result);
        break;
      default:
        result satisfies never;
    }
  }
  return { records, unmapped, ignored };
}

/**
 * The event record of a body on which the adapter failed. The provider would not repeat the callback
 * for as long as a fix takes, so the body is quarantined in full and can be replayed after it.
 */
function toFailureRecord(error: unknown, receipt: Receipt, body: CallbackBody): EventRecord {
  // JSON.parse accepts any depth, but walking tens of thousands of levels overflows the stack. No
  // provider nests a callback like that, so it is not a defect of the adapter.
  return error instanceof RangeError
    ? toQuarantineRecord({ reason: 'invalid_shape', problem: 'nested too deep' }, receipt, body)
    : toQuarantineRecord({ reason: 'adapter_error', problem: adapterFailed }, receipt, body);
}

const adapterFailed = 'the adapter failed on it, which is a defect of Tributary';

/** A DynamoDB item holds 400 KB with its names, keys and index attributes (DynamoDB's quota). */
const maxItemBytes = 350_000;

/** What a target of the bus takes: for many, 256 KB with everything around it. */
const maxReceivedBytes = 200_000;

/**
 * The event record of an event. Raw JSON that does not fit beside the event goes to the payload
 * bucket; an item whose event alone does not fit is quarantined. The event of a callback that no adapter
 * reads has its body, or says where that is.
 */
function toStorableRecord(draft: EventDraft, receipt: Receipt, body: CallbackBody): EventRecord {
  const { text: raw } = body;
  const record = toEventRecord(draft, receipt, raw);
  if (raw.length < maxItemBytes / 8) return record;
  const detailBytes = Buffer.byteLength(JSON.stringify(record.event.detail));
  if (draft.type === 'callback.received' && detailBytes > maxReceivedBytes) {
    const { json: _json, text: _text, base64: _base64, ...data } = draft.data;
    const key = rawKey(receipt.provider, record.event.detail.metadata.id, hash('sha256', raw));
    const pointing = { ...draft, data: { ...data, payloadKey: key } };
    return { ...toEventRecord(pointing, receipt), payload: { key, content: raw } };
  }
  if (detailBytes > maxItemBytes) {
    const { providerEvent } = draft;
    return toQuarantineRecord({ reason: 'too_large', providerEvent }, receipt, body);
  }
  if (detailBytes + Buffer.byteLength(raw) <= maxItemBytes) return record;
  const key = rawKey(receipt.provider, record.event.detail.metadata.id, hash('sha256', raw));
  return { ...record, raw: undefined, payload: { key, content: raw } };
}

/** The object of an unmapped item. Its key comes from what it says: a repeat leaves it as it is. */
function toUnmappedPayload(
  providerEvent: string,
  { provider, receivedAt }: Receipt,
  body: CallbackBody,
): PayloadObject {
  const { text, headers } = body;
  return {
    key: unmappedKey(provider, providerEvent, hashContent(body)),
    content: writeStoredBody({ provider, providerEvent, receivedAt, headers, body: text }),
  };
}

/**
 * The event record of an unrecognized item. Its raw JSON is stored in full in the payload bucket,
 * with the headers that help to read it; the event says where it is and why, and never what is in it.
 */
export function toQuarantineRecord(
  unrecognized: Omit<Unrecognized, 'kind'>,
  receipt: Receipt,
  body: CallbackBody,
): EventRecord {
  const { text, headers } = body;
  const stored = { headers, body: text };
  return toStoredRecord(unrecognized, receipt, stored, hashContent(body), Buffer.byteLength(text));
}

function toStoredRecord(
  unrecognized: Pick<Unrecognized, 'reason' | 'providerEvent' | 'path' | 'problem'>,
  receipt: Receipt,
  stored: Pick<StoredBody, 'headers' | 'body'>,
  sha256: string,
  sizeBytes: number,
): EventRecord {
  const { provider, receivedAt } = receipt;
  const payloadKey = quarantineKey(provider, sha256);
  const draft: EventDraft<'callback.quarantined'> = {
    type: 'callback.quarantined',
    providerEvent: unrecognized.providerEvent ?? 'unknown',
    data: {
      reason: unrecognized.reason,
      path: unrecognized.path,
      problem: unrecognized.problem,
      sha256,
      sizeBytes,
      payloadKey,
    },
  };
  return {
    ...toEventRecord(draft, receipt),
    payload: {
      key: payloadKey,
      content: writeStoredBody({ provider, receivedAt, ...stored }),
    },
  };
}

/** A decoded body, with the headers that help to read it when it is stored in full. */
export interface CallbackBody {
  /** JSON text. */
  readonly text: string;
  /** The parsed text, where it is parsed already. */
  readonly json?: JsonValue;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The body that holds one item only.
 *
 * @param raw the item with its envelope; absent when that is the whole body
 */
function toItemBody(raw: JsonValue | undefined, body: CallbackBody): CallbackBody {
  return raw === undefined ? body : { text: JSON.stringify(raw), json: raw, headers: body.headers };
}

/**
 * SHA-256 of what a body says, whatever the order of its fields and its white space. A body that is
 * nested too deep to be walked is identified by its text.
 */
function hashContent({ text, json }: CallbackBody): string {
  return hash('sha256', toCanonicalText(text, json));
}

function toCanonicalText(text: string, json: JsonValue | undefined): string {
  try {
    return toCanonicalJson(json ?? parseJson(text));
  } catch (error) {
    if (error instanceof RangeError) return text;
    throw error;
  }
}
