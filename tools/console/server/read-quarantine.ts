import { isQuarantineEvent } from '../../../shared/contract/event-kinds.ts';
import { parseStoredBody } from '../../../shared/payloads/stored-body.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { readQuarantinedRecord } from '../../operator/replay/quarantined-record.ts';
import type { QuarantinedBody, QuarantinedItem, QuarantineGroup } from '../api.ts';
import { findSimilarFixture } from './similar-fixture.ts';

/** Of each group; the CLI lists them all. */
const itemsOfGroup = 50;

/** The rows of `quarantine list` by provider, provider event, reason and path, the largest group first. */
export function groupQuarantined(rows: readonly object[]): readonly QuarantineGroup[] {
  const groups = Map.groupBy(rows as readonly QuarantinedItem[], (item) =>
    JSON.stringify([item.provider, item.providerEvent, item.reason]),
  );
  return [...groups.values()]
    .flatMap((items) => {
      const newest = items.toReversed();
      const [first] = newest;
      if (first === undefined) return [];
      const { provider, providerEvent, reason } = first;
      const shown = newest.slice(0, itemsOfGroup);
      return [{ provider, providerEvent, reason, count: items.length, items: shown }];
    })
    .sort((one, other) => other.count - one.count);
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
  const data = isQuarantineEvent(event) ? event.detail.data : undefined;
  return {
    provider,
    providerEvent,
    receivedAt,
    reason: data?.reason ?? 'unknown_kind',
    path: data?.path,
    problem: data?.problem,
    body,
    fixture:
      body === undefined
        ? undefined
        : await findSimilarFixture(gateway, provider, providerEvent, body),
  };
}
