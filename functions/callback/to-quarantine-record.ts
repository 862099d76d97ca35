import { hash } from 'node:crypto';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { parseJson, toCanonicalJson } from '../../shared/json.ts';
import { quarantineKey } from '../../shared/payloads/payload-keys.ts';
import { writeStoredBody } from '../../shared/payloads/stored-body.ts';
import type { Unrecognized } from '../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { type Receipt, toEventRecord } from '../../shared/table/to-event-record.ts';
import type { Delivery } from './to-event-records.ts';

/** The unrecognized item of a body whose levels overflow the stack of whoever walks them. */
export const nestedTooDeep: Unrecognized = { reason: 'invalid_shape', problem: 'nested too deep' };

/** The unrecognized item of a body on which our own adapter failed: to be replayed when that is mended. */
export const adapterError: Unrecognized = {
  reason: 'adapter_error',
  problem: 'the adapter failed on it, which is a defect of Tributary',
};

/**
 * The event record of what was not understood. The raw JSON goes whole to the payload bucket, with the headers that
 * help to understand it; the event says where it is and why, and never what is in it.
 */
export function toQuarantineRecord(
  unrecognized: Unrecognized,
  receipt: Receipt,
  delivery: Delivery,
): EventRecord {
  const { text, headers } = delivery;
  const sha256 = hash('sha256', canonicalOrSame(delivery));
  const payloadKey = quarantineKey(receipt.provider, sha256);
  const draft: EventDraft<'callback.quarantined'> = {
    type: 'callback.quarantined',
    providerEvent: unrecognized.providerEvent ?? 'unknown',
    data: {
      reason: unrecognized.reason,
      path: unrecognized.path,
      problem: unrecognized.problem,
      sha256,
      sizeBytes: Buffer.byteLength(text),
      payloadKey,
    },
  };
  const record = toEventRecord(draft, receipt);
  const { provider, receivedAt } = receipt;
  return {
    ...record,
    payload: {
      key: payloadKey,
      content: writeStoredBody({ provider, receivedAt, headers, body: text }),
    },
  };
}

/**
 * The item's identity is its content, whatever the order of its fields and its white space. What is
 * nested too deep to be walked is known by its text.
 */
function canonicalOrSame({ text, json }: Delivery): string {
  try {
    return toCanonicalJson(json ?? parseJson(text));
  } catch (error) {
    if (error instanceof RangeError) return text;
    throw error;
  }
}
