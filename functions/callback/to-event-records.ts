import type { EventDraft } from '../../shared/contract/draft.ts';
import { type JsonValue, parseJson } from '../../shared/json.ts';
import { rawKey } from '../../shared/payloads/payload-keys.ts';
import type { NormalizeContext, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { EventRecord, PayloadObject } from '../../shared/table/event-record.ts';
import { type Receipt, toEventRecord } from '../../shared/table/to-event-record.ts';
import { adapterError, nestedTooDeep, toQuarantineRecord } from './to-quarantine-record.ts';
import { toUnmappedPayload } from './to-unmapped-payload.ts';

/** A body as it came, and the headers that are kept beside it when it is not understood. */
export interface Delivery {
  readonly text: string;
  /** What the text says, where it is parsed already. */
  readonly json?: JsonValue;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is to be made durable of a delivery before it is answered. */
export interface CallbackRecords {
  readonly records: readonly EventRecord[];
  /** Raw JSON for which the contract has no event. */
  readonly unmapped: readonly PayloadObject[];
}

/**
 * The event records of one body, in payload order: an event for each item that its adapter understands,
 * and a `callback.quarantined` for each that it does not; and beside them what is only kept. Pure:
 * the same text gives the same event records.
 *
 * @throws {SyntaxError} when the text is no JSON; nothing else
 */
export function toEventRecords(
  delivery: Delivery,
  provider: ProviderAdapter,
  receipt: Receipt,
  context: NormalizeContext,
): CallbackRecords {
  const body = parseJson(delivery.text);
  const whole = { ...delivery, json: body };
  try {
    const records: EventRecord[] = [];
    const unmapped: PayloadObject[] = [];
    for (const part of provider.normalize(body, context)) {
      if ('kept' in part) {
        unmapped.push(
          toUnmappedPayload(part.kept.providerEvent, receipt, toItem(part.kept.raw, whole)),
        );
      } else if (part.understood) {
        records.push(toStorableRecord(part.draft, receipt, toItem(part.draft.raw, whole)));
      } else {
        records.push(
          toQuarantineRecord(part.unrecognized, receipt, toItem(part.unrecognized.raw, whole)),
        );
      }
    }
    return { records, unmapped };
  } catch (error) {
    // JSON.parse takes any depth, but walking tens of thousands of levels overflows the stack. What
    // is nested like that is no callback of anybody. Everything else that an adapter throws is a
    // defect of ours, for which no provider waits as long as it takes to mend it. Either is kept
    // whole, and can be replayed.
    const unrecognized = error instanceof RangeError ? nestedTooDeep : adapterError;
    return { records: [toQuarantineRecord(unrecognized, receipt, whole)], unmapped: [] };
  }
}

/** The part of a delivery that gives one event when it is normalized alone. */
function toItem(raw: JsonValue | undefined, whole: Delivery): Delivery {
  return raw === undefined
    ? whole
    : { text: JSON.stringify(raw), json: raw, headers: whole.headers };
}

/** An item holds 400 KB with its names, keys and index attributes (DynamoDB's quota). */
const maxItemBytes = 350_000;

/** Raw JSON that does not fit beside its event goes to the payload bucket, and so does all of a giant. */
function toStorableRecord(draft: EventDraft, receipt: Receipt, item: Delivery): EventRecord {
  const record = toEventRecord(draft, receipt);
  const { text: raw } = item;
  if (raw.length < maxItemBytes / 8) return { ...record, raw };
  const detailBytes = Buffer.byteLength(JSON.stringify(record.event.detail));
  if (detailBytes > maxItemBytes) {
    return toQuarantineRecord(
      { reason: 'too_large', providerEvent: draft.providerEvent },
      receipt,
      item,
    );
  }
  if (detailBytes + Buffer.byteLength(raw) <= maxItemBytes) return { ...record, raw };
  const key = rawKey(receipt.provider, record.event.detail.metadata.id);
  return { ...record, payload: { key, content: raw } };
}
