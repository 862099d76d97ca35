import {
  type CallbackRecords,
  toCallbackRecords,
  toEventRecords,
} from '../../../functions/callback/to-event-records.ts';
import { fromBodyBytes } from '../../../shared/body-bytes.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { StoredBody } from '../../../shared/payloads/stored-body.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import type {
  ChannelDirectory,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import type { Receipt } from '../../../shared/table/to-event-record.ts';

/** How a provider's raw JSON is read today: its adapter, and the channels that the owner configured. */
export interface ConfiguredAdapter {
  readonly provider: ProviderAdapter;
  readonly channels: ChannelDirectory;
}

/**
 * Reads raw JSON, or the bytes of a body that could not be decoded, as if it had come with the callback
 * of an event: with the same time of receipt and the same connection, and therefore with the same ids.
 *
 * @throws {SyntaxError} when a text is not JSON
 */
export function readAgain(
  body: StoredBody['body'],
  event: TributaryEvent,
  { provider, channels }: ConfiguredAdapter,
  headers: StoredBody['headers'] = {},
): CallbackRecords {
  const { metadata } = event.detail;
  const receipt: Receipt = {
    provider: metadata.provider,
    receivedAt: metadata.receivedAt,
    connection: metadata.account?.connection,
  };
  const context = { channels };
  if (typeof body === 'string') {
    return toEventRecords({ text: body, headers }, provider, receipt, context);
  }
  const callback = { body: fromBodyBytes(body), headers };
  const decoded = decodeBody(callback, provider.codec);
  return toCallbackRecords(decoded, callback, provider, receipt, context);
}
