import { toCanonicalJson } from '../../../shared/json.ts';
import { parsePayloadKey } from '../../../shared/payloads/payload-keys.ts';
import { type Callback, type CallbackItem, isAcknowledged } from '../traffic/callback.ts';
import { type Evidence, readBodyText, type StoredEvent } from './evidence.ts';
import type { Ledger } from './rules.ts';

/**
 * The JSON of each item of an acknowledged callback is behind the pointer of a record about the same
 * thing: behind that of the event, of an alternate or of a conflict. It is not enough that the JSON is
 * somewhere in the table or in the payload bucket.
 */
export function checkAcknowledgedRaw(evidence: Evidence, ledger: Ledger): void {
  const unmapped = readUnmapped(evidence);
  for (const callback of evidence.stories.callbacks.filter(isAcknowledged)) {
    for (const item of callback.items) {
      const { subject, marker, isUnmapped, isErased } = item;
      if (isUnmapped) {
        const isThere = unmapped.some((body) => isRawOf(item, callback, body));
        ledger.check('unmapped: in the payload bucket, in full', isThere, () => subject);
        continue;
      }
      if (isErased) continue;
      const records = evidence.storedBySubject.get(subject) ?? [];
      ledger.check(
        'acknowledged: its raw JSON is behind the pointer of a record',
        records.some(({ raw }) => raw !== undefined && isRawOf(item, callback, raw)),
        () => `${subject} ${marker}`,
      );
    }
  }
}

/** Each record leads to JSON that a provider sent about the same thing, and in which its event is. */
export function checkStoredRaw({ stories, stored }: Evidence, ledger: Ledger): void {
  const sent = Map.groupBy(
    stories.callbacks.flatMap((callback) => callback.items.map((item) => ({ item, callback }))),
    ({ item }) => item.subject,
  );
  for (const record of stored) {
    const { subject, raw, isInTable, kind } = record;
    const reports = sent.get(subject);
    if (!isInTable || kind === 'replay' || kind === 'reaction' || reports === undefined) continue;
    if (reports.some(({ item }) => item.isErased)) continue;
    const isRight =
      raw !== undefined &&
      isEventIn(record, raw) &&
      reports.some(({ item, callback }) => isRawOf(item, callback, raw));
    const pointer = record.item.payloadKey?.S ?? 'its item';
    ledger.check(
      'in the table: raw JSON of the event, behind its own pointer',
      isRight,
      () => `${subject} ${record.sk} in ${pointer}`,
    );
  }
}

function isRawOf(
  { raw: expected, marker }: CallbackItem,
  { body }: Callback,
  raw: string,
): boolean {
  if (expected === undefined) return raw === body;
  if (!raw.includes(marker)) return false;
  return expected === 'unknown' || toCanonicalJson(JSON.parse(raw)) === canonicalOf(expected);
}

const canonical = new WeakMap<object, string>();

function canonicalOf(expected: { readonly json: unknown }): string {
  const known = canonical.get(expected) ?? toCanonicalJson(expected.json as never);
  canonical.set(expected, known);
  return known;
}

/** The texts of the stories that an event repeats: its message's text and its ids. */
function isEventIn({ text }: StoredEvent, raw: string): boolean {
  const markers = text.match(/-\d+-of-the-simulation/g) ?? [];
  return markers.every((marker) => raw.includes(marker));
}

/** The bodies of the unmapped items. */
function readUnmapped({ gateway }: Evidence): readonly string[] {
  return [...gateway.payloads.objects]
    .filter(([key]) => parsePayloadKey(key)?.kind === 'unmapped')
    .flatMap(([, bytes]) => readBodyText(bytes.toString()) ?? []);
}
