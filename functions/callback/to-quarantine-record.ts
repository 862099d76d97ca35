import type { EventDraft } from '../../shared/contract/draft.ts';
import { quarantineKey } from '../../shared/payloads/payload-keys.ts';
import { writeStoredBody } from '../../shared/payloads/stored-body.ts';
import type { Unrecognized } from '../../shared/provider/normalize-result.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { type Receipt, toEventRecord } from '../../shared/table/to-event-record.ts';
import { type CallbackBody, hashContent } from './callback-body.ts';

/**
 * The event record of an unrecognized item. Its raw JSON goes whole to the payload bucket, with the
 * headers that help to read it; the event says where it is and why, and never what is in it.
 */
export function toQuarantineRecord(
  unrecognized: Omit<Unrecognized, 'kind'>,
  receipt: Receipt,
  body: CallbackBody,
): EventRecord {
  const { text, headers } = body;
  const { provider, receivedAt } = receipt;
  const sha256 = hashContent(body);
  const payloadKey = quarantineKey(provider, sha256);
  const draft: EventDraft<'callback.quarantined'> = {
    type: 'callback.quarantined',
    providerEvent: unrecognized.providerEvent ?? 'unknown',
    data: {
      reason: unrecognized.reason,
      path: unrecognized.path,
      problem: unrecognized.problem,
      sha256,
      sizeBytes: Buffer.byteLength(text),
      payloadKey,
    },
  };
  return {
    ...toEventRecord(draft, receipt),
    payload: {
      key: payloadKey,
      content: writeStoredBody({ provider, receivedAt, headers, body: text }),
    },
  };
}
