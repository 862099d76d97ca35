import type { JsonValue } from '../json.ts';
import type { Account, Channel, Data, EventType } from './index.ts';

/**
 * What an adapter says of one event: everything but what only the gateway knows (the id, the
 * instant of receipt, the provider). `shared/table/seal-fact.ts` makes the published event of it.
 */
export type EventDraft<Type extends EventType = EventType> = {
  [T in Type]: {
    readonly type: T;
    /** The provider's own name of the event. */
    readonly providerEvent: string;
    readonly channel?: Channel | undefined;
    readonly account?: Account | undefined;
    /** When it happened, in the contract's form; absent when the provider does not say. */
    readonly occurredAt?: string | undefined;
    /** May hold empty text and `undefined` where the provider said nothing: sealing drops them. */
    readonly data: Data<T>;
    /**
     * The provider's JSON that gives this event when it is normalized alone: the item with as much
     * of its envelope as is needed. Absent when that is the whole body.
     */
    readonly raw?: JsonValue | undefined;
  };
}[Type];
