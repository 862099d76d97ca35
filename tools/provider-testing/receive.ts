import type { CallbackPorts } from '../../functions/callback/ports.ts';
import { receiveCallback } from '../../functions/callback/receive-callback.ts';
import type { CallbackResponse } from '../../functions/callback/responses.ts';
import { createUnsignedCallbacks } from '../../functions/callback/signature-policy.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import type { CallbackRequest, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../shared/provider/provider-secret.ts';
import type { EventRecord, PayloadObject } from '../../shared/table/event-record.ts';

/** The outcome of a callback: the response, what was stored, and what was logged. */
export interface Reception {
  readonly response: CallbackResponse;
  readonly records: readonly EventRecord[];
  readonly payloads: readonly PayloadObject[];
  readonly logged: string;
}

/**
 * Receives one callback with the real pipeline. The stores accept only what the real ones would: events
 * that are valid by their closed schemas, and JSON.
 *
 * @param check throws for a record that another store would not accept
 */
export async function receive(
  adapter: ProviderAdapter,
  secret: ProviderSecret,
  request: CallbackRequest,
  check: (record: EventRecord) => void = () => {},
): Promise<Reception> {
  const records: EventRecord[] = [];
  const payloads: PayloadObject[] = [];
  const lines: string[] = [];
  const log = (message: string, fields?: object) =>
    void lines.push(JSON.stringify({ message, ...fields }));
  const allLog = { info: log, warn: log, error: log };
  const ports: CallbackPorts = {
    records: {
      storeMany: async () => new Map(),
      store: async (record) => {
        eventDefinitions[record.event['detail-type']].detail.parse(record.event.detail);
        check(record);
        records.push(record);
        return 'stored';
      },
    },
    payloads: {
      put: async (key, content) => {
        JSON.parse(content);
        payloads.push({ key, content });
      },
    },
    secrets: { get: async () => secret, refresh: async () => secret },
    unsigned: createUnsignedCallbacks(undefined, adapter.manifest.id, allLog),
    channels: {},
    log: allLog,
  };
  const response = await receiveCallback(request, adapter, ports);
  return { response, records, payloads, logged: lines.join('\n') };
}
