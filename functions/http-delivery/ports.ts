import type { ReceiverState } from '../../shared/http-subscription/receiver-state.ts';
import type { SigningKeys } from '../../shared/http-subscription/signing-keys.ts';
import type { SignedWebhook } from '../../shared/http-subscription/webhook.ts';
import type { Log } from '../../shared/runtime/log.ts';

/** Why a receiver did not accept a request. */
export interface PostFailure {
  readonly reason: 'status' | 'timeout' | 'unreachable' | 'refused_address';
  /** The HTTP status of its response. */
  readonly status?: number | undefined;
  /** Code of the network error (`ECONNREFUSED`, `CERT_HAS_EXPIRED`). */
  readonly code?: string | undefined;
  /** How long the receiver asks us to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

export type PostOutcome =
  | { readonly kind: 'accepted'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: PostFailure };

/** Posts to the receiver. Everything that the receiver or the network does is a return value. */
export type PostToReceiver = (webhook: SignedWebhook) => Promise<PostOutcome>;

/** The keys of the subscription. */
export interface SigningKeySource {
  /** @throws {TributaryError} `secret_unavailable` */
  get(): Promise<SigningKeys>;
}

/** Where the state of the receiver is. Held by `test/contract/ports/receiver-store.test.ts`. */
export interface ReceiverStore {
  /** The state, read consistently. @throws {TributaryError} `store_unavailable` */
  read(): Promise<ReceiverState>;
  /** Changes these fields; those that are `undefined` are removed. @throws {TributaryError} `store_unavailable` */
  change(fields: ReceiverChange): Promise<void>;
}

export type ReceiverChange = {
  readonly [Field in keyof ReceiverState]?: ReceiverState[Field] | undefined;
};

/** What brings the events of the queue to the function. */
export interface DeliverySwitch {
  /**
   * Stops it: events stay in the queue until an operator enables the receiver again. Events that were received
   * before may still be posted.
   */
  turnOff(): Promise<void>;
  /** Whether it brings events, or is about to. */
  isOn(): Promise<boolean>;
}

/** The dead-letter queue of the subscription. */
export interface DeadLetterQueue {
  /** @throws {TributaryError} `queue_unavailable` */
  send(event: string): Promise<void>;
}

/** Everything that the delivery of an event needs from outside. */
export interface DeliveryPorts {
  readonly keys: SigningKeySource;
  readonly post: PostToReceiver;
  readonly receiver: ReceiverStore;
  readonly deliverySwitch: DeliverySwitch;
  readonly log: Log;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly random: () => number;
  /** How many attempts an event has before it becomes a dead letter. */
  readonly maxAttempts: number;
}
