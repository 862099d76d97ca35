import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toCallbackRecords } from '../../../functions/callback/to-event-records.ts';
import {
  toFailedRecord,
  toStoredRecord,
} from '../../../functions/media-mirror/message/mirror-message.ts';
import type { EventType, TributaryEvent } from '../../../shared/contract/index.ts';
import { mediaKey } from '../../../shared/media/media-object.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import { fixtureReceivedAt, readFixtures } from '../fixtures.ts';

const photo = readFileSync(new URL('../../../fixtures/media/photo.jpg', import.meta.url));

/**
 * An example of each event: the first one in the goldens. The examples of the mirror's events are made
 * from the first golden whose file is the photo of the fixtures, and that of a generic provider from a body.
 */
export function readExamples(): ReadonlyMap<EventType, TributaryEvent> {
  const goldens = readFixtures().flatMap(
    ({ goldenPath }) => JSON.parse(readFileSync(goldenPath, 'utf8')) as TributaryEvent[],
  );
  const events = [...goldens, ...mirror(goldens), ...receiveGeneric()];
  return new Map(events.toReversed().map((event) => [event['detail-type'], event]));
}

function receiveGeneric(): readonly TributaryEvent[] {
  const adapter = createGenericProvider({ id: 'shop', idempotency: { pointer: '/id' } });
  const json = { id: 'evt_10045', type: 'order.paid', order: { number: '10045', total: '19.90' } };
  const callback = {
    body: Buffer.from(JSON.stringify(json)),
    headers: { 'content-type': 'application/json' },
  };
  const decoded = decodeBody(callback, adapter.codec);
  const receipt = { provider: 'shop', receivedAt: fixtureReceivedAt };
  const { records } = toCallbackRecords(decoded, callback, adapter, receipt, { channels: {} });
  return records.map(({ event }) => event);
}

function mirror(goldens: readonly TributaryEvent[]): readonly TributaryEvent[] {
  const sha256 = createHash('sha256').update(photo).digest('hex');
  for (const event of goldens) {
    if (event['detail-type'] !== 'message.received') continue;
    const message = event.detail;
    const item = message.data.message.media.find((file) => file.sha256 === sha256);
    if (!item) continue;
    const { provider, occurredAt, receivedAt, id } = message.metadata;
    const stored = {
      kind: 'stored' as const,
      key: mediaKey({ provider, occurredAt, eventId: id }, item),
      contentType: 'image/jpeg',
      sizeBytes: photo.length,
      sha256,
      hashVerified: true,
    };
    const now = new Date(receivedAt);
    return [
      toStoredRecord({ message, item }, stored, 'tributary-media-example', now).event,
      toFailedRecord({ message, item }, { reason: 'gone', retryable: false }, 1, now).event,
    ];
  }
  throw new Error('no golden has the photo of the fixtures');
}
