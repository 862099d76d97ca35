import { Token } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { findUrlProblem } from '../../../shared/http-subscription/receiver-url.ts';
import type { EventPattern } from '../../events/event-pattern.ts';
import type { OrderSettings } from '../ordered-queue.ts';
import { concurrencyLimits } from './concurrency.ts';

export interface HttpSubscriptionProps {
  /** ARN of the gateway's bus: the output `EventBusArn` of its stack. It must be in the region of this stack. */
  readonly busArn: string;
  /** The events to post, by `eventPattern`. */
  readonly pattern: EventPattern;
  /**
   * The receiver: an `https:` URL on port 443, without a user name, of a host with public addresses only. On the
   * emulator, `http://localhost:<port>/…` as well. Do not put a secret into it: the signature proves who sends.
   */
  readonly url: string;
  /**
   * `'conversation'`: the events of one conversation are posted one at a time, sorted by (`occurredAt`, `id`).
   * While one of them waits for its next attempt, those after it wait too.
   *
   * @default events are posted in any order
   */
  readonly order?: 'conversation';
  /** How long an event in order is held back, and how long it is remembered. @default the default of each */
  readonly orderSettings?: Pick<OrderSettings, 'holdBack' | 'remember'>;
  /**
   * The most requests that are open at the same time, 2 to 1,000. It bounds the rate: with responses after
   * 100 ms, 10 requests are at most 100 events a second.
   *
   * @default 10
   */
  readonly concurrency?: number;
  /**
   * How many attempts an event has before it becomes a dead letter, 1 to 30. The pauses between them grow from
   * 5 seconds to 6 hours. @default 11, over at least 25 hours
   */
  readonly maxAttempts?: number;
  /** The description of the rule, which the AWS console shows. @default none */
  readonly description?: string;
  /**
   * Whether the bus belongs to another account than this stack.
   *
   * @default derived from the ARN and the stack's `env`
   */
  readonly otherAccount?: boolean;
  /** Receives the alarms; `alarmTopic` of a gateway in the same app, for example. @default they have no actions */
  readonly alarmTopic?: sns.ITopic;
  /** How long the log lines of the function are stored. @default one month */
  readonly logRetention?: logs.RetentionDays;
}

/** With more, an event would outlive the queue that keeps it for 14 days. */
const mostAttempts = 30;

/** @throws {Error} for a prop with which no event would arrive */
export function checkHttpProps({
  url,
  concurrency = concurrencyLimits.least,
  maxAttempts = 1,
  order,
  orderSettings,
}: HttpSubscriptionProps): void {
  // A URL that is known only at deployment is checked by the function.
  const problem = Token.isUnresolved(url) ? undefined : findUrlProblem(url);
  if (problem !== undefined)
    throw new Error(`url ${JSON.stringify(url)} cannot be used: ${problem}`);
  if (!isWithin(concurrency, concurrencyLimits.least, concurrencyLimits.most)) {
    throw new Error(
      'concurrency must be a whole number from 2 to 1,000: Lambda has no other limits',
    );
  }
  if (!isWithin(maxAttempts, 1, mostAttempts)) {
    throw new Error(`maxAttempts must be a whole number from 1 to ${mostAttempts}`);
  }
  if (orderSettings !== undefined && order === undefined) {
    throw new Error("orderSettings have no effect without order: 'conversation'");
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
