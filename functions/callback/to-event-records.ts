import type { EventDraft } from '../../shared/contract/draft.ts';
import { type JsonValue, parseJson } from '../../shared/json.ts';
import type { NormalizeContext, Provider } from '../../shared/provider/provider-adapter.ts';
import type { Fact, VaultObject } from '../../shared/table/event-record.ts';
import { type Receipt, sealFact } from '../../shared/table/to-event-record.ts';
import { dialectError, nestedTooDeep, toQuarantinedFact } from './to-quarantine-record.ts';
import { toKeptObject } from './to-unmapped-payload.ts';

/** A body as it came, and the headers that are kept beside it when it is not understood. */
export interface Delivery {
  readonly text: string;
  /** What the text says, where it is parsed already. */
  readonly json?: JsonValue;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is to be made durable of a delivery before it is answered. */
export interface DeliveryFacts {
  readonly facts: readonly Fact[];
  /** Raw JSON for which the contract has no event. */
  readonly kept: readonly VaultObject[];
}

/**
 * The facts of one body, in payload order: an event for each item that its dialect understands,
 * and a `delivery.quarantined` for each that it does not; and beside them what is only kept. Pure:
 * the same text gives the same facts.
 *
 * @throws {SyntaxError} when the text is no JSON; nothing else
 */
export function toFacts(
  delivery: Delivery,
  provider: Provider,
  receipt: Receipt,
  context: NormalizeContext,
): DeliveryFacts {
  const body = parseJson(delivery.text);
  const whole = { ...delivery, json: body };
  try {
    const facts: Fact[] = [];
    const kept: VaultObject[] = [];
    for (const part of provider.normalize(body, context)) {
      if ('kept' in part) {
        kept.push(toKeptObject(part.kept.feed, receipt, toItem(part.kept.raw, whole)));
      } else if (part.understood) {
        facts.push(toEventFact(part.draft, receipt, toItem(part.draft.raw, whole)));
      } else {
        facts.push(toQuarantinedFact(part.misfit, receipt, toItem(part.misfit.raw, whole)));
      }
    }
    return { facts, kept };
  } catch (error) {
    // JSON.parse takes any depth, but walking tens of thousands of levels overflows the stack. What
    // is nested like that is no callback of anybody. Everything else that a dialect throws is a
    // defect of ours, for which no provider waits as long as it takes to mend it. Either is kept
    // whole, and can be replayed.
    const misfit = error instanceof RangeError ? nestedTooDeep : dialectError;
    return { facts: [toQuarantinedFact(misfit, receipt, whole)], kept: [] };
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

/** Raw JSON that does not fit beside its event goes to the vault, and so does all of a giant. */
function toEventFact(draft: EventDraft, receipt: Receipt, item: Delivery): Fact {
  const fact = sealFact(draft, receipt);
  const { text: raw } = item;
  if (raw.length < maxItemBytes / 8) return { ...fact, raw };
  const detailBytes = Buffer.byteLength(JSON.stringify(fact.event.detail));
  if (detailBytes > maxItemBytes) {
    return toQuarantinedFact({ reason: 'too_large', feed: draft.feed }, receipt, item);
  }
  if (detailBytes + Buffer.byteLength(raw) <= maxItemBytes) return { ...fact, raw };
  const key = `raw/${receipt.provider}/${fact.event.detail.metadata.id}.json`;
  return { ...fact, vaulted: { key, content: raw } };
}
