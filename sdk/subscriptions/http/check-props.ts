import { Token } from 'aws-cdk-lib';
import { findUrlProblem } from '../../../shared/http-subscription/receiver-url.ts';
import { concurrencyLimits } from './concurrency.ts';
import type { HttpSubscriptionProps } from './http-subscription.ts';

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
