import type { PayloadStore } from '../../shared/payloads/payload-store.ts';
import type { ChannelDirectory } from '../../shared/provider/provider-adapter.ts';
import type { SecretSource } from '../../shared/provider/secret-source.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { CallbackEventStore } from '../../shared/table/event-store.ts';
import type { UnsignedCallbacks } from './signature-policy.ts';

/** Everything outside the pipeline that it uses. */
export interface CallbackPorts {
  readonly records: CallbackEventStore;
  readonly payloads: PayloadStore;
  readonly secrets: SecretSource;
  readonly unsigned: UnsignedCallbacks;
  readonly channels: ChannelDirectory;
  readonly log: Log;
}
