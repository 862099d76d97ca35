import { parseStoredBody } from '../../../shared/payloads/stored-body.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { readQuarantinedRecord } from '../../operator/replay/quarantined-record.ts';
import { readQuarantine, readReason } from '../../operator/replay/read-quarantine.ts';
import { readTimeRange } from '../../operator/time-range.ts';
import type { QuarantinedBody, QuarantineGroup } from '../api.ts';
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
  const { event, raw, payloadKey } = await readQuarantinedRecord(table, pk);
  const { provider, providerEvent, receivedAt } = event.detail.metadata;
  const stored = payloadKey === undefined ? undefined : await payloads.read(payloadKey);
  const text = stored === undefined ? raw() : parseStoredBody(stored)?.body;
  const body = typeof text === 'string' ? text : undefined;
  return {
    provider,
    providerEvent,
    receivedAt,
    ...readReason(event),
    body,
    fixture:
      body === undefined
        ? undefined
        : await findSimilarFixture(gateway, provider, providerEvent, body),
  };
}
