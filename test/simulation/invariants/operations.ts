import type { Detail } from '../../../shared/contract/index.ts';
import { toCanonicalJson } from '../../../shared/json.ts';
import { readEvent, readRaw } from '../../../shared/table/event-item.ts';
import type { Item } from '../aws/dynamodb.ts';
import type { Gateway } from '../gateway.ts';
import type { Erasure } from '../traffic/story.ts';
import type { Evidence } from './evidence.ts';
import type { Ledger } from './rules.ts';
import { isLink } from './table.ts';

/** A replay publishes every event that is in the table again, with the same id and the same content. */
export function checkReplay({ stored, published }: Evidence, ledger: Ledger): void {
  const replayed = new Set(
    published
      .map(({ text }): Detail => JSON.parse(text))
      .filter(({ metadata }) => metadata.replayed)
      .map(toContent),
  );
  for (const record of stored) {
    const { kind, isInTable, isErased, event, subject } = record;
    if (kind !== 'original' || !isInTable) continue;
    // Another event may have shown a link again, after an erasure between two runs of one replay.
    if (isErased && isLink(record)) continue;
    const isReplayed = replayed.has(toContent(event.detail));
    ledger.check('replayed: on the bus, as it was stored', isReplayed, () => subject);
  }
}

/**
 * What a replay must repeat. Not the time of receipt: an erasure may delete a record between two runs of one
 * replay, and the provider sends the callback again.
 */
function toContent({ metadata, data }: Detail): string {
  const { receivedAt: _, replayed: __, occurredAt, occurredAtSource, ...identity } = metadata;
  const happenedAt = occurredAtSource === undefined ? occurredAt : undefined;
  return toCanonicalJson({ identity, happenedAt, data });
}

/** What the gateway holds: texts by the key of their item, or of their object and its version. */
export type Holdings = ReadonlyMap<string, string>;

export function takeStock(gateway: Gateway): Holdings {
  const texts = new Map<string, string>();
  for (const item of gateway.table.items) {
    texts.set(`table ${item.pk?.S} ${item.sk?.S}`, toText(item, gateway));
  }
  for (const [key, versions] of gateway.payloads.versions) {
    for (const [version, bytes] of versions) {
      if (bytes === undefined) continue;
      texts.set(`payloads ${key} ${version}`, toTextOfObject(bytes.toString(), gateway));
    }
  }
  for (const [key, bytes] of gateway.media.objects) texts.set(`media ${key}`, bytes.toString());
  return texts;
}

/** What an item says, with what is behind its pointer, or was: an erasure may have ended half-way. */
function toText(item: Item, { payloads }: Gateway): string {
  const { data } = readEvent(item)?.detail ?? { data: {} };
  const ofReplay = 'payloadKey' in data ? String(data.payloadKey) : '';
  const object = payloads.written.get(item.payloadKey?.S ?? ofReplay);
  return [...Object.values(item).map(({ S, N }) => S ?? N), readRaw(item), object].join('\n');
}

/** A dead letter that only points at an unrecognized item is about the user of the item. */
function toTextOfObject(text: string, { payloads }: Gateway): string {
  const keys = text.match(/quarantine\/\w+\/\w+\.json/g) ?? [];
  return [text, ...new Set(keys)].map((each) => payloads.written.get(each) ?? each).join('\n');
}

/** After an erasure nothing of the user is left, and everything of others is. */
export function checkErasure(
  erasures: readonly Erasure[],
  before: Holdings,
  after: Holdings,
  ledger: Ledger,
): void {
  const traces = erasures.flatMap(({ phone, markers, file }) => [
    phone,
    ...markers,
    ...(file === undefined ? [] : [new URL(file.url).pathname.slice(1)]),
  ]);
  for (const [place, text] of before) {
    const isOfUser = traces.some((trace) => text.includes(trace));
    if (isOfUser) {
      const isLeft = after.has(place);
      ledger.check('erased: nothing of the user is left', !isLeft, () => place);
    } else {
      const isSame = after.get(place) === text;
      ledger.check('erased: nothing of others is touched', isSame, () => place);
    }
  }
}

/** What has expired is no longer in the table. */
export function checkExpired({ table }: Gateway, nowMs: number, ledger: Ledger): void {
  const latestMs = nowMs - 48 * 3_600_000;
  for (const { pk, sk, expiresAt } of table.written) {
    if (expiresAt === undefined || Number(expiresAt.N) * 1000 > latestMs) continue;
    const isThere = table.has(pk?.S ?? '', sk?.S ?? '');
    ledger.check('expired: deleted from the table', !isThere, () => `${pk?.S} ${sk?.S}`);
  }
}

/** A deletion publishes nothing. */
export function checkNotPublishedAgain(
  { bus }: Gateway,
  publishedBefore: number,
  ledger: Ledger,
): void {
  const published = bus.accepted.length - publishedBefore;
  ledger.check('expired: not published again', published === 0, () => `${published} events`);
}
