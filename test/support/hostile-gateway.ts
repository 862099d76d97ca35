import type { CallbackPorts } from '../../functions/callback/ports.ts';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import type { CallbackResponse } from '../../functions/callback/responses.ts';
import { createUnsignedCallbacks } from '../../functions/callback/signature-policy.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import { toEventItem } from '../../shared/table/event-item.ts';
import type { EventRecord } from '../../shared/table/event-record.ts';
import { itemProblems } from '../simulation/aws/item-quotas.ts';
import { toEventStore } from './memory-event-store.ts';

/** The outcome of a callback: the response, what was stored, and what was logged. */
export interface Reception {
  readonly response: CallbackResponse;
  readonly records: readonly EventRecord[];
  readonly payload: readonly string[];
  readonly logged: string;
}

/**
 * Receives one callback with the real pipeline. The stores accept only what the real ones would:
 * events that are valid by their closed schemas, as items that DynamoDB accepts, and JSON.
 */
export async function receive(
  adapter: ProviderAdapter,
  secret: ProviderSecret,
  request: CallbackRequest,
): Promise<Reception> {
  const records: EventRecord[] = [];
  const payload: string[] = [];
  const lines: string[] = [];
  const log = (message: string, fields?: object) =>
    void lines.push(JSON.stringify({ message, ...fields }));
  const allLog = { info: log, warn: log, error: log };
  const ports: CallbackPorts = {
    records: toEventStore(async (record) => {
      eventDefinitions[record.event['detail-type']].detail.parse(record.event.detail);
      const problems = itemProblems({ ...toEventItem(record, { publish: true }) });
      if (problems.length > 0) throw new Error(problems.join(', '));
      records.push(record);
      return 'stored';
    }),
    payloads: {
      put: async (_key, json) => {
        JSON.parse(json);
        payload.push(json);
      },
    },
    secrets: { get: async () => secret, refresh: async () => secret },
    unsigned: createUnsignedCallbacks(undefined, adapter.manifest.id, allLog),
    channels: {},
    log: allLog,
  };
  const response = await receiveCallback(request, adapter, ports);
  return { response, records, payload, logged: lines.join('\n') };
}
