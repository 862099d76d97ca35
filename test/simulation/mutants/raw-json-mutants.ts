import { parsePayloadKey } from '../../../shared/payloads/payload-keys.ts';
import { parseStoredBody, writeStoredBody } from '../../../shared/payloads/stored-body.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { type GatewayCode, gatewayCode } from '../gateway-code.ts';
import { type Changes, withPuts, withStore } from './mutant.ts';

/** The gateway with another way to keep raw JSON: what it does with a record that has a payload. */
function withPayloads(
  change: (record: EventRecord, payload: NonNullable<EventRecord['payload']>) => EventRecord,
): Partial<GatewayCode> {
  return withStore((store, record) =>
    store(record.payload === undefined ? record : change(record, record.payload)),
  );
}

/** A record with the payload of a large raw JSON beside its event, if its size is judged to allow it. */
function withInlineRaw(fits: (record: EventRecord, raw: string) => boolean): Partial<GatewayCode> {
  return withPayloads((record, { key, content }) => {
    const isRaw = parsePayloadKey(key)?.kind === 'raw';
    if (!isRaw || !fits(record, content)) return record;
    return { ...record, raw: content, payload: undefined };
  });
}

/** What a gateway takes for the size of the largest item. */
const maxItem = 350_000;

/** The key without the hash of the content: all records of one message have it. */
function toSharedKey(key: string): string {
  const parsed = parsePayloadKey(key);
  return parsed?.kind === 'raw' ? `raw/${parsed.provider}/${parsed.eventId}.json` : key;
}

/** The payload bucket with other contents. */
function withPut(change: (key: string, json: string) => string): Partial<GatewayCode> {
  return {
    createS3PayloadStore: (settings) => {
      const payloads = gatewayCode.createS3PayloadStore(settings);
      return { ...payloads, put: (key, json) => payloads.put(key, change(key, json)) };
    },
  };
}

const largestBody = 64 * 1024;

export const rawJsonChanges: Changes = {
  'stores no raw JSON': [
    'in the table: raw JSON of the event, behind its own pointer',
    withStore((store, record) => store({ ...record, raw: undefined })),
  ],
  'stores the key of a payload and not the payload': [
    'acknowledged: its raw JSON is behind the pointer of a record',
    { createS3PayloadStore: () => ({ put: async () => {} }) },
  ],
  'stores the large raw JSON of all records of a message under one key': [
    'in the table: raw JSON of the event, behind its own pointer',
    {
      receiveCallback: (request, provider, ports, deadline) =>
        gatewayCode.receiveCallback(
          request,
          provider,
          {
            ...ports,
            payloads: {
              ...ports.payloads,
              put: (key, json) => ports.payloads.put(toSharedKey(key), json),
            },
            records: {
              ...ports.records,
              store: (record) => {
                const { payload } = record;
                if (payload === undefined) return ports.records.store(record);
                const shared = { ...payload, key: toSharedKey(payload.key) };
                return ports.records.store({ ...record, payload: shared });
              },
            },
          },
          deadline,
        ),
    },
  ],
  'stores a conflict or an alternate without the key of its payload': [
    'in the table: raw JSON of the event, behind its own pointer',
    withPuts((input) => {
      const { payloadKey, ...Item } = input.Item ?? {};
      return Item.publish === undefined ? { ...input, Item } : input;
    }),
  ],
  'cuts quarantined bodies at 64 KB': [
    'acknowledged: its raw JSON is behind the pointer of a record',
    withPut((_key, json) => {
      const stored = parseStoredBody(json);
      return typeof stored?.body !== 'string'
        ? json
        : writeStoredBody({ ...stored, body: stored.body.slice(0, largestBody) });
    }),
  ],
  'counts the size of an item in characters': [
    'in the table: within the quotas of DynamoDB',
    withInlineRaw(({ event }, raw) => JSON.stringify(event.detail).length + raw.length <= maxItem),
  ],
  'stores raw JSON of up to 175,000 characters in the item, whatever its event takes': [
    'in the table: within the quotas of DynamoDB',
    withInlineRaw((_record, raw) => raw.length < maxItem / 2),
  ],
};
