import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { parseEvent, readRaw } from '../../../shared/table/event-item.ts';
import type { Gateway } from '../gateway.ts';
import type { Stories } from '../traffic/story.ts';
import type { World } from '../world.ts';

/** An event record in the table at the end of a run. */
export interface StoredEvent {
  readonly pk: string;
  readonly sk: string;
  readonly isPublished: boolean;
  /** JSON text of the event's `detail`. */
  readonly text: string;
  readonly event: TributaryEvent;
  /** What it is about, in the form of `CallbackItem.subject`. */
  readonly subject: string;
}

/** The state of the gateway at the end of a run, and the stories that it is compared with. */
export interface Evidence {
  readonly world: World;
  readonly gateway: Gateway;
  readonly stories: Stories;
  readonly stored: readonly StoredEvent[];
  /** The events on the bus, in order: subjects, event ids and texts. */
  readonly published: readonly {
    readonly subject: string;
    readonly id: string;
    readonly text: string;
  }[];
  /** All stored text of callbacks, from the table and the payload bucket. */
  readonly storedText: string;
}

export function gatherEvidence(world: World, gateway: Gateway, stories: Stories): Evidence {
  const stored = gateway.table.items.flatMap((item): readonly StoredEvent[] => {
    const text = item.detail?.S ?? '';
    const event = parseEvent(text);
    if (event === undefined) return [];
    const subject = subjectOf(event.detail, gateway);
    const isPublished = item.publish?.N === '1';
    return [{ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '', isPublished, text, event, subject }];
  });
  const published = gateway.bus.accepted.map(({ detail, text }) => ({
    subject: subjectOf(detail, gateway),
    id: detail.metadata.id,
    text,
  }));
  let storedText: string | undefined;
  return {
    world,
    gateway,
    stories,
    stored,
    published,
    get storedText() {
      storedText ??= readStoredText(gateway);
      return storedText;
    },
  };
}

function readStoredText({ table, payloads }: Gateway): string {
  return [
    ...table.items.flatMap((item) => [item.detail?.S ?? '', readRaw(item) ?? '']),
    ...[...payloads.objects.values()].map((bytes) => bytes.toString()),
  ].join('\n');
}

/** What an event is about, by the fields that the contract promises to subscribers. */
function subjectOf({ metadata, data }: TributaryEvent['detail'], gateway: Gateway): string {
  const { provider, type } = metadata;
  if ('payloadKey' in data) return `quarantine ${markerIn(gateway, data.payloadKey)}`;
  if ('message' in data) return `message ${provider} ${data.message.id}`;
  if ('template' in data) return `template ${provider} ${data.template.id} ${data.current}`;
  if (type === 'message.status.updated' && 'status' in data) {
    return `status ${provider} ${data.messageId} ${data.status}`;
  }
  if (type === 'message.billed' && 'messageId' in data) {
    return `billed ${provider} ${data.messageId}`;
  }
  if ('media' in data) return `${type} ${provider} ${data.messageId} ${data.media.index}`;
  return `${type} ${metadata.id}`;
}

/** The first marker of the stories in a quarantined body. */
function markerIn(gateway: Gateway, payloadKey: string): string {
  const text = gateway.payloads.objects.get(payloadKey)?.toString() ?? '';
  return text.match(/text-\d+-of-the-simulation/)?.[0] ?? 'not in the payload bucket';
}
