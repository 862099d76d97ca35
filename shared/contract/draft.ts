import type { JsonValue } from '../json.ts';
import type { MessageType, typesWithId } from './event-kinds.ts';
import type { Account, Channel, Data, EventType, MediaItem } from './index.ts';
import type { Message } from './message-events.ts';

/**
 * What an adapter makes of one item: the event without what follows from it, and without what only the
 * gateway knows (the id, the instant of receipt, the provider). `toEventRecord` completes it.
 */
export type EventDraft<Type extends EventType = EventType> = {
  [T in Type]: {
    readonly type: T;
    /** The provider's own name of the event. */
    readonly providerEvent: string;
    /** Absent when it is not one of the contract's, or not known. */
    readonly channel?: Channel | undefined;
    /**
     * The provider's own id or word for the channel. Where `channel` is absent, it keeps the
     * conversations of different channels apart.
     */
    readonly providerChannel?: string | undefined;
    readonly account?: Account | undefined;
    /** When it happened, in the contract's form; absent when the provider gives no time. */
    readonly occurredAt?: string | undefined;
    /** May have empty text and `undefined` in optional fields: `toEventRecord` removes them. */
    readonly data: DraftData<T>;
    /**
     * The provider's JSON that gives this event when it is normalized alone: the item with the
     * necessary part of its envelope. Absent when that is the whole body.
     */
    readonly raw?: JsonValue | undefined;
  } & Identity<T>;
}[Type];

type Identity<Type extends EventType> = Type extends (typeof typesWithId)[number]
  ? { readonly item?: undefined }
  : {
      /**
       * The provider's JSON that says this event, without its envelope: its hash is part of the event's
       * id. It holds what distinguishes the event from others of the same thing and time, and nothing
       * that differs when the callback is sent again or together with others.
       */
      readonly item: JsonValue | undefined;
    };

type DraftData<Type extends EventType> = Type extends MessageType
  ? Omit<Data<Type>, 'message'> & { readonly message: MessageDraft }
  : Data<Type>;

/** A message without its direction and the key of its conversation, which follow from the event. */
export type MessageDraft = Omit<Message, 'direction' | 'conversation' | 'media'> & {
  /** What the provider says about the conversation. In a group, the group's id. */
  readonly conversation?: Omit<Message['conversation'], 'key'> | undefined;
  readonly media: readonly MediaDraft[];
};

/** A file without its position. */
export type MediaDraft = Omit<MediaItem, 'index'>;
