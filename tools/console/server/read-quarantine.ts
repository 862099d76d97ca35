import type { Stores } from '../../operator/gateway/open-stores.ts';
import { pasteableCommand } from '../../operator/pasteable-command.ts';
import { readQuarantinedRecord } from '../../operator/replay/quarantined-record.ts';
import { readQuarantine, readReason } from '../../operator/replay/read-quarantine.ts';
import { readTimeRange } from '../../operator/time-range.ts';
import type { QuarantinedBody, QuarantineGroup } from '../api.ts';
import { readStoredBody } from './read-stored-body.ts';
import { findSimilarFixture } from './similar-fixture.ts';

/** Of each group; the CLI lists them all. */
const itemsOfGroup = 50;

/**
 * The items of `quarantine list` by provider, provider event, reason and path, the largest group first.
 *
 * @param from UTC day of the first
 */
export async function groupQuarantined(
  table: Stores['table'],
  from: string,
  now: Date,
): Promise<readonly QuarantineGroup[]> {
  const records = await readQuarantine(table, { range: readTimeRange({ from }, now) });
  const groups = new Map<string, QuarantineGroup>();
  for (const { key, event } of records.toReversed()) {
    const { provider, providerEvent, receivedAt } = event.detail.metadata;
    const kind = { provider, providerEvent, ...readReason(event) };
    const name = JSON.stringify(kind);
    const { count, items } = groups.get(name) ?? { count: 0, items: [] };
    const shown = count < itemsOfGroup ? [...items, { receivedAt, pk: key.pk }] : items;
    groups.set(name, { ...kind, count: count + 1, items: shown });
  }
  return [...groups.values()].sort((one, other) => other.count - one.count);
}

/**
 * A quarantined item beside the fixture of its provider that is most like it.
 *
 * @throws {OperatorError} when there is no such item
 */
export async function readQuarantinedBody(
  { gateway, table, payloads }: Stores,
  pk: string,
): Promise<QuarantinedBody> {
  const record = await readQuarantinedRecord(table, pk);
  const { event } = record;
  const { provider, providerEvent, receivedAt } = event.detail.metadata;
  const body = await readStoredBody(record, payloads);
  const text = body && ('text' in body ? body.text : undefined);
  return {
    provider,
    providerEvent,
    receivedAt,
    ...readReason(event),
    body: text,
    ...(body && 'base64' in body && { notText: describeBytes(body.base64, pk, gateway) }),
    fixture: await findSimilarFixture(gateway, provider, providerEvent, text),
  };
}

function describeBytes(
  base64: string,
  pk: string,
  gateway: Stores['gateway'],
): QuarantinedBody['notText'] {
  return {
    sizeBytes: Buffer.byteLength(base64, 'base64'),
    command: pasteableCommand(`quarantine show ${pk}`, gateway),
  };
}
