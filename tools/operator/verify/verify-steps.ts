import type { Manifest } from '../../../shared/provider/manifest.ts';
import { mediaSortPrefix } from '../../../shared/table/sort-key.ts';
import type { EventsTable } from '../aws/dynamodb-events-table.ts';
import type { EventInbox } from './event-inbox.ts';
import type { Verdict } from './result.ts';
import type { SentCallback } from './send-callback.ts';
import type { TestCallback } from './test-callbacks.ts';

/** Whether the response is exactly what the provider demands. */
export function isSuccess(
  { status, body }: SentCallback,
  { success }: Pick<Manifest, 'success'>,
  host: string,
): Verdict {
  if (status === success.status && body === success.body) {
    return { state: 'ok', text: `${status} from ${host}` };
  }
  const text =
    status === success.status
      ? `the response of ${host} has another body than the provider expects`
      : `${host} responds with ${status} instead of ${success.status}`;
  return { state: 'failed', text, remedy: 'docs/operations.md#callbacks-failing' };
}

/** Whether a callback that is not authentic got 401, and nothing of it is in the table. */
export async function isRefused(
  { status, tookMs }: SentCallback,
  { record }: TestCallback,
  table: Pick<EventsTable, 'read'>,
): Promise<Verdict> {
  if (status !== 401) {
    return { state: 'failed', tookMs, text: `responds with ${status} instead of 401` };
  }
  return (await table.read(record.key)) === undefined
    ? { state: 'ok', tookMs, text: 'is refused with 401, and nothing is stored' }
    : { state: 'failed', tookMs, text: 'is refused with 401, and is stored nevertheless' };
}

/** Whether a message that was sent twice is stored once, and not as a conflict beside the first. */
export async function isStoredOnce(
  { record }: TestCallback,
  table: Pick<EventsTable, 'readPartition'>,
): Promise<Verdict> {
  const items = await table.readPartition(record.key.pk);
  const unexpected = items
    .map(({ key }) => key.sk)
    .filter((sk) => sk !== record.key.sk && !sk.startsWith(mediaSortPrefix));
  return unexpected.length === 0
    ? { state: 'ok', text: 'is a success again, and is stored once' }
    : { state: 'failed', text: `the same callback again is stored as ${unexpected.join(', ')}` };
}

/** Whether the event of a callback arrives at a subscriber. */
export async function isPublished(
  { record: { event } }: TestCallback,
  sent: SentCallback,
  { inbox, timeoutMs }: { readonly inbox: EventInbox; readonly timeoutMs: number },
): Promise<Verdict> {
  const { id } = event.detail.metadata;
  const arrived = await inbox.waitFor(id, timeoutMs);
  const tookMs = performance.now() - sent.respondedAtMs;
  if (arrived === undefined) {
    return {
      state: 'failed',
      text: `${event['detail-type']} did not arrive within ${timeoutMs / 1000} s of the response`,
      remedy: 'docs/operations.md#publisher-stopped',
    };
  }
  if (arrived['detail-type'] !== event['detail-type'] || arrived.source !== event.source) {
    return { state: 'failed', tookMs, text: `arrived as ${arrived['detail-type']}` };
  }
  return { state: 'ok', tookMs, text: `${event['detail-type']} arrived after the response` };
}
