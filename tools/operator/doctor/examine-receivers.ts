import type { Gateway } from '../gateway/gateway.ts';
import {
  describeSubscription,
  type SubscriptionState,
  toReason,
} from '../http/describe-subscription.ts';
import { openPorts } from '../http/open-subscription.ts';
import { examine } from './examine.ts';
import type { Finding, Judgement } from './finding.ts';

/** Checks the receiver of each HTTP subscription. Those of other stacks are not known to a gateway. */
export async function examineReceivers({
  httpSubscriptions,
  clients,
}: Pick<Gateway, 'httpSubscriptions' | 'clients'>): Promise<readonly Finding[]> {
  const findings = httpSubscriptions.map((description) =>
    examine(`receiver ${description.name}`, async () =>
      checkReceiver(await describeSubscription(openPorts(description, clients))),
    ),
  );
  return (await Promise.all(findings)).flat();
}

/** Events of a disabled receiver wait, and SQS deletes them after 14 days. */
export function checkReceiver(state: SubscriptionState): Judgement {
  const { name, receiver, because, since, waiting, deadLetters } = state;
  const reason = toReason(state);
  const waits = `${waiting} ${waiting === 1 ? 'event waits' : 'events wait'}`;
  if (receiver === 'disabled') {
    return {
      // An operator who has disabled it knows; events wait all the same.
      state: because === 'operator' ? 'warning' : 'failed',
      text: `is disabled${since ? ` since ${since}` : ''}${reason ? `: ${reason}` : ''}. ${waits}, and each is deleted 14 days after it was published`,
      remedy:
        because === 'operator'
          ? `tributary http enable ${name}`
          : 'docs/http-subscriptions.md#receiver-disabled',
    };
  }
  if (deadLetters > 0) {
    return {
      state: 'failed',
      text: `has refused ${deadLetters} ${deadLetters === 1 ? 'event' : 'events'} at every attempt: dead letters`,
      remedy: `tributary http redrive ${name}`,
    };
  }
  return { state: 'ok', text: `is enabled, ${waits}` };
}
