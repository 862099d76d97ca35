import type { JsonValue } from '../json.ts';
import type { Account, Channel, Data, EventType } from './index.ts';

/**
 * What an adapter makes of one item: the event without what only the gateway knows (the id, the
 * instant of receipt, the provider). `toEventRecord` completes it.
 */
export type EventDraft<Type extends EventType = EventType> = {
  [T in Type]: {
    readonly type: T;
    /** The provider's own name of the event. */
    readonly providerEvent: string;
    readonly channel?: Channel | undefined;
    readonly account?: Account | undefined;
    /** When it happened, in the contract's form; absent when the provider gives no time. */
    readonly occurredAt?: string | undefined;
    /** May have empty text and `undefined` in optional fields: `toEventRecord` removes them. */
    readonly data: Data<T>;
    /**
     * The provider's JSON that gives this event when it is normalized alone: the item with the
     * necessary part of its envelope. Absent when that is the whole body.
     */
    readonly raw?: JsonValue | undefined;
  };
}[Type];
