import { compilePattern } from '../../event-pattern/pattern.ts';
import type { SubscriberRule } from '../aws/eventbridge-rule-patterns.ts';
import { callbacksOf, type ProviderPlan } from './plan-callbacks.ts';

/**
 * The rules of subscribers that match an event of a plan. A pattern that this CLI cannot read counts: it
 * could match.
 */
export function findReceivers(
  plans: readonly ProviderPlan[],
  rules: readonly SubscriberRule[],
): readonly string[] {
  const events = plans.flatMap(callbacksOf).map(({ record }) => record.event);
  return rules.flatMap(({ name, pattern }) => {
    const matches = compile(pattern);
    return events.some(matches) ? [name] : [];
  });
}

function compile(pattern: string): (event: unknown) => boolean {
  try {
    return compilePattern(JSON.parse(pattern));
  } catch {
    return () => true;
  }
}
