import { fromBodyBytes } from '../../../shared/body-bytes.ts';
import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parseStoredBody } from '../../../shared/payloads/stored-body.ts';
import { parseEvent, readRaw } from '../../../shared/table/event-item.ts';
import type { Item } from '../aws/dynamodb.ts';
import type { Gateway } from '../gateway.ts';
import type { Stories } from '../traffic/story.ts';
import { subjectOf } from '../traffic/subjects.ts';
import type { World } from '../world.ts';

/** An event record that was written to the table. */
export interface StoredEvent {
  readonly pk: string;
  readonly sk: string;
  readonly item: Item;
  /** JSON text of the event's `detail`. */
  readonly text: string;
  readonly event: TributaryEvent;
  /** What it is about, in the form of `subjects.ts`. */
  readonly subject: string;
  /** By the grammar of its key: alternates, conflicts and copies of reactions are not published. */
  readonly kind: 'original' | 'replay' | 'alternate' | 'conflict' | 'reaction';
  /** Whether it is about a user who is erased, in some runs before it is published. */
  readonly isErased: boolean;
  /** Whether it is in the table: it has neither expired nor been erased. */
  readonly isInTable: boolean;
  /** The provider's JSON behind the record's own pointer; `undefined` when nothing is there. */
  readonly raw: string | undefined;
}

/** An event on the bus. */
export interface PublishedEvent {
  readonly subject: string;
  readonly id: string;
  readonly text: string;
}

/** The state of the gateway at the end of a run, and the stories that it is compared with. */
export interface Evidence {
  readonly world: World;
  readonly gateway: Gateway;
  readonly stories: Stories;
  /** In the order in which they were written. */
  readonly stored: readonly StoredEvent[];
  readonly storedBySubject: ReadonlyMap<string, readonly StoredEvent[]>;
  readonly storedByPartition: ReadonlyMap<string, readonly StoredEvent[]>;
  /** In order. */
  readonly published: readonly PublishedEvent[];
  readonly publishedBySubject: ReadonlyMap<string, readonly PublishedEvent[]>;
  readonly publishedTexts: ReadonlySet<string>;
}

export function gatherEvidence(world: World, gateway: Gateway, stories: Stories): Evidence {
  const markerOf = toMarkerOf(gateway);
  const erased = stories.erasures.flatMap(({ markers }) => markers);
  const current = new Set(gateway.table.items);
  const stored = gateway.table.written.flatMap((item): readonly StoredEvent[] => {
    const text = item.detail?.S ?? '';
    const event = parseEvent(text);
    if (event === undefined) return [];
    const sk = item.sk?.S ?? '';
    const subject = subjectOf(event.detail, markerOf);
    const readRawOnce = once(() => rawBehind(item, event, gateway));
    return [
      {
        pk: item.pk?.S ?? '',
        sk,
        item,
        text,
        event,
        subject,
        isErased: erased.some((marker) => subject.includes(marker)),
        kind: kindOf(sk),
        isInTable: current.has(item),
        get raw() {
          return readRawOnce();
        },
      },
    ];
  });
  const published = gateway.bus.accepted.map(({ detail, text }) => ({
    subject: subjectOf(detail, markerOf),
    id: detail.metadata.id,
    text,
  }));
  return {
    world,
    gateway,
    stories,
    stored,
    storedBySubject: Map.groupBy(stored, ({ subject }) => subject),
    storedByPartition: Map.groupBy(stored, ({ pk }) => pk),
    published,
    publishedBySubject: Map.groupBy(published, ({ subject }) => subject),
    publishedTexts: new Set(published.map(({ text }) => text)),
  };
}

/** Raw JSON is compressed: to read it again for each item of a large callback takes most of a run. */
function once<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

function kindOf(sk: string): StoredEvent['kind'] {
  const [, word] = /^(replay|alternate|conflict|reaction)#/.exec(sk) ?? [];
  return (word ?? 'original') as StoredEvent['kind'];
}

/** Whether a record is the message of its partition, whose files are mirrored. */
export function isMessage({ sk }: StoredEvent): boolean {
  return sk === 'message' || sk === 'standby#message';
}

/** Whether the gateway must publish a record. */
export function isToPublish({ kind }: StoredEvent): boolean {
  return kind === 'original' || kind === 'replay';
}

function rawBehind(item: Item, event: TributaryEvent, { payloads }: Gateway): string | undefined {
  const key = item.payloadKey?.S;
  if (key === undefined) return readRaw(item);
  const object = payloads.objects.get(key)?.toString();
  return isQuarantineEvent(event) ? readBodyText(object ?? '') : object;
}

/** The text of a stored body: its JSON, or its bytes where it could not be decoded. */
export function readBodyText(object: string): string | undefined {
  const body = parseStoredBody(object)?.body;
  return typeof body === 'object' ? Buffer.from(fromBodyBytes(body)).toString() : body;
}

/** Finds the first marker of the stories in a quarantined body; each object is read once. */
function toMarkerOf({ payloads }: Gateway): (payloadKey: string) => string {
  const known = new Map<string, string>();
  return (payloadKey) => {
    const marker =
      known.get(payloadKey) ??
      payloads.written
        .get(payloadKey)
        ?.toString()
        .match(/text-\d+-of-the-simulation/)?.[0] ??
      'not in the payload bucket';
    known.set(payloadKey, marker);
    return marker;
  };
}
