import { createHash } from 'node:crypto';
import type { EventDraft } from '../events/draft.ts';
import type { Fact } from '../facts/fact.ts';
import { quarantinePartition } from '../facts/fact-key.ts';
import { quarantineIndex, type Receipt, sealFact } from '../facts/seal-fact.ts';
import { type JsonValue, parseJson, toCanonicalJson } from '../normalizers/json.ts';
import type { Misfit, NormalizeContext, Provider } from '../providers/provider.ts';

/**
 * The facts of one body, in payload order: an event for each item that its dialect understands,
 * and a `delivery.quarantined` for each that it does not. Pure: the same text gives the same facts.
 *
 * @throws {SyntaxError} when the text is no JSON; nothing else
 */
export function toFacts(
  text: string,
  provider: Provider,
  receipt: Receipt,
  context: NormalizeContext,
): readonly Fact[] {
  const body = parseJson(text);
  try {
    return provider
      .normalize(body, context)
      .map((part) =>
        part.understood
          ? sealFact(part.draft, receipt, toRaw(part.draft.raw, text))
          : toQuarantinedFact(part.misfit, receipt, toRaw(part.misfit.raw, text)),
      );
  } catch (error) {
    // JSON.parse takes any depth, but walking tens of thousands of levels overflows the stack. What
    // is nested like that is no callback of anybody: it is kept whole.
    if (!(error instanceof RangeError)) throw error;
    return [toQuarantinedFact({ reason: 'invalid_shape', problem: nestedTooDeep }, receipt, text)];
  }
}

const nestedTooDeep = 'nested too deep';

function toRaw(raw: JsonValue | undefined, text: string): string {
  return raw === undefined ? text : JSON.stringify(raw);
}

function toQuarantinedFact(misfit: Misfit, receipt: Receipt, raw: string): Fact {
  const sha256 = hashOfItem(misfit, raw);
  const pk = quarantinePartition(receipt.provider, sha256);
  const draft: EventDraft<'delivery.quarantined'> = {
    type: 'delivery.quarantined',
    feed: misfit.feed ?? 'unknown',
    data: {
      reason: misfit.reason,
      path: misfit.path,
      problem: misfit.problem,
      sha256,
      sizeBytes: Buffer.byteLength(raw),
      location: { store: 'table', pk, sk: 'item' },
    },
  };
  const fact = sealFact(draft, receipt, raw);
  return { ...fact, quarantine: quarantineIndex(receipt, fact.key) };
}

/** The item's identity: its content, whatever the order of its fields and its white space. */
function hashOfItem(misfit: Misfit, raw: string): string {
  const text = misfit.problem === nestedTooDeep ? raw : toCanonicalJson(parseJson(raw));
  return createHash('sha256').update(text).digest('hex');
}
