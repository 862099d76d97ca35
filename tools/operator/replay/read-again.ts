import type { CallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
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
 * Reads raw JSON as if it had come with the callback of an event: with the same time of receipt and
 * the same connection, and therefore with the same ids.
 *
 * @throws {SyntaxError} when the text is not JSON
 */
export function readAgain(
  text: string,
  event: TributaryEvent,
  { provider, channels }: ConfiguredAdapter,
  headers: Readonly<Record<string, string>> = {},
): CallbackRecords {
  const { metadata } = event.detail;
  const receipt: Receipt = {
    provider: metadata.provider,
    receivedAt: metadata.receivedAt,
    connection: metadata.account?.connection,
  };
  return toEventRecords({ text, headers }, provider, receipt, { channels });
}
