import type { EventDraft } from '../../shared/contract/draft.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { JsonValue } from '../../shared/json.ts';
import type { RecordKey } from '../../shared/table/keys.ts';
import { recordKey } from '../../shared/table/record-key.ts';

/**
 * The key of an event's record, as a gateway makes it.
 *
 * @param item stands for the provider's item, which an event does not have: of what is identified neither by
 *   an id nor by a state, it is the identity
 */
export function toRecordKey({ detail }: TributaryEvent, item: JsonValue): RecordKey {
  const { metadata, data } = detail;
  const { type, provider, providerEvent, channel, account, receivedAt } = metadata;
  // The draft from which the event was made, as far as the key needs it. TypeScript does not follow that
  // `type` and `data` are of the same member of the union.
  const draft = {
    type,
    providerEvent,
    channel,
    account,
    occurredAt: metadata.occurredAtSource ? metadata.providerOccurredAt : metadata.occurredAt,
    data,
    item,
  } as unknown as EventDraft;
  return recordKey(provider, draft, receivedAt);
}
