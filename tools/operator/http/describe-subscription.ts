import type { DisabledBecause } from '../../../shared/http-subscription/receiver-state.ts';
import type { Line } from '../terminal/lines.ts';
import type { SubscriptionPorts } from './open-subscription.ts';

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

export async function describeSubscription(opened: SubscriptionPorts): Promise<SubscriptionState> {
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

/** The state for a terminal: whether events are posted, where to, what waits, and how the last attempts ended. */
export function toLines(state: SubscriptionState): readonly Line[] {
  const { name, receiver, since, url, waiting, deadLetters, ordered } = state;
  const isOn = receiver === 'enabled';
  const quiet = (text: string) => ({ text, style: 'quiet' }) as const;
  const field = (label: string, value: string | undefined): readonly Line[] =>
    value === undefined ? [] : [[quiet(`  ${label.padEnd(10)}`), value]];
  return [
    [
      { text: name, style: 'strong' },
      '  ',
      { text: receiver, style: isOn ? 'good' : 'bad' },
      isOn || since === undefined ? '' : ` since ${since}`,
      ...(ordered ? [quiet('  in order')] : []),
    ],
    ...field('because', isOn ? undefined : toReason(state)),
    ...field('to', url),
    [
      quiet('  waiting   '),
      String(waiting),
      quiet('   dead letters  '),
      { text: String(deadLetters), ...(deadLetters > 0 && { style: 'bad' as const }) },
    ],
    ...field('accepted', state.lastAccepted ?? 'nothing yet'),
    ...field('failed', state.lastFailed && `${state.lastFailed}  ${state.lastFailure ?? ''}`),
  ];
}

/** Why a receiver is disabled; `undefined` where its state does not say it. */
export function toReason({ because }: Pick<SubscriptionState, 'because'>): string | undefined {
  return because === undefined || !Object.hasOwn(reasons, because)
    ? undefined
    : reasons[because as DisabledBecause];
}

const reasons: Readonly<Record<DisabledBecause, string>> = {
  failing: 'it accepted nothing for all attempts of an event',
  gone: 'it responded with 410',
  operator: 'an operator has disabled it',
};
