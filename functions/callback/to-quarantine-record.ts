import { hash } from 'node:crypto';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { parseJson, toCanonicalJson } from '../../shared/json.ts';
import type { Misfit } from '../../shared/provider/provider-adapter.ts';
import type { Fact } from '../../shared/table/event-record.ts';
import { type Receipt, sealFact } from '../../shared/table/to-event-record.ts';
import type { Delivery } from './to-event-records.ts';

/** The misfit of a body whose levels overflow the stack of whoever walks them. */
export const nestedTooDeep: Misfit = { reason: 'invalid_shape', problem: 'nested too deep' };

/** The misfit of a body on which our own dialect failed: to be replayed when that is mended. */
export const dialectError: Misfit = {
  reason: 'dialect_error',
  problem: 'the dialect failed on it, which is a defect of Tributary',
};

/**
 * The fact of what was not understood. The raw JSON goes whole to the vault, with the headers that
 * help to understand it; the event says where it is and why, and never what is in it.
 */
export function toQuarantinedFact(misfit: Misfit, receipt: Receipt, delivery: Delivery): Fact {
  const { text, headers } = delivery;
  const sha256 = hash('sha256', canonicalOrSame(delivery));
  const vaultKey = `quarantine/${receipt.provider}/${sha256}.json`;
  const draft: EventDraft<'delivery.quarantined'> = {
    type: 'delivery.quarantined',
    feed: misfit.feed ?? 'unknown',
    data: {
      reason: misfit.reason,
      path: misfit.path,
      problem: misfit.problem,
      sha256,
      sizeBytes: Buffer.byteLength(text),
      vaultKey,
    },
  };
  const fact = sealFact(draft, receipt);
  const { provider, receivedAt } = receipt;
  return {
    ...fact,
    vaulted: {
      key: vaultKey,
      content: JSON.stringify({ provider, receivedAt, headers, body: text }),
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
