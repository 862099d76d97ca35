import type { CallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type {
  ChannelDirectory,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import type { Receipt } from '../../../shared/table/to-event-record.ts';

/** How raw JSON of a provider is read today: its code, and what the owner configured. */
export interface ConfiguredAdapter {
  readonly provider: ProviderAdapter;
  readonly channels: ChannelDirectory;
}

/**
 * Reads raw JSON as if it had come with the delivery that an event tells of: same time of receipt,
 * same connection, thus the same ids.
 *
 * @throws {SyntaxError} when the text is no JSON
 */
export function readAgain(
  text: string,
  told: TributaryEvent,
  { provider, channels }: ConfiguredAdapter,
  headers: Readonly<Record<string, string>> = {},
): CallbackRecords {
  const { metadata } = told.detail;
  const receipt: Receipt = {
    provider: metadata.provider,
    receivedAt: metadata.receivedAt,
    connection: metadata.account?.connection,
  };
  return toEventRecords({ text, headers }, provider, receipt, { channels });
}
