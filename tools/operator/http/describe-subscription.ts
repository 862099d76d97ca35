import type { OpenSubscription } from './open-subscription.ts';

/** The state of an HTTP subscription, as `http list` prints it. */
export interface SubscriptionState {
  readonly name: string;
  readonly receiver: 'enabled' | 'disabled';
  /** Why it is disabled, and since when. */
  readonly because: string | undefined;
  readonly since: string | undefined;
  /** Events that wait for an attempt; SQS counts approximately. */
  readonly waiting: number;
  readonly deadLetters: number;
  readonly lastAccepted: string | undefined;
  readonly lastFailed: string | undefined;
  readonly lastFailure: string | undefined;
  readonly ordered: boolean;
  readonly url: string;
}

export async function describeSubscription(opened: OpenSubscription): Promise<SubscriptionState> {
  const { description, receiver, deliverySwitch, queue, deadLetters } = opened;
  const [state, isOn, waiting, dead] = await Promise.all([
    receiver.read(),
    deliverySwitch.isOn(),
    queue.state(),
    deadLetters.state(),
  ]);
  return {
    name: description.name,
    // What Lambda says counts: a deployment or a person may have changed it.
    receiver: isOn ? 'enabled' : 'disabled',
    because: isOn ? undefined : state.disabledBecause,
    since: isOn ? state.enabledAt : state.disabledAt,
    waiting: waiting.waiting + waiting.inFlight,
    deadLetters: dead.waiting + dead.inFlight,
    lastAccepted: state.lastAcceptedAt,
    lastFailed: state.lastFailedAt,
    lastFailure: state.lastFailure,
    ordered: description.order !== undefined,
    url: description.url,
  };
}
