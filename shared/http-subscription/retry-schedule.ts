/** Between the first attempt and the second. */
const firstDelaySeconds = 5;
const growth = 4;

/** SQS hides a message for at most 12 hours from its receipt. */
export const longestDelaySeconds = 6 * 60 * 60;

/** How much longer than planned a delay may be, so that events that failed together do not come back together. */
const spread = 0.2;

/** How many attempts an event has, over at least 25 hours. */
export const defaultMaxAttempts = 11;

/** How long an event is hidden whose receiver was just disabled: Lambda reads the queue for up to a minute more. */
export const disabledDelaySeconds = 60;

const longestOwnDelaySeconds = 30 * 60;

/**
 * How long an event waits after a failure of our own: a minute longer each time, up to half an hour. SQS moves a
 * message to the dead letters after 1,000 receives, which these pauses put beyond the queue's 14 days.
 *
 * @param receives how many times SQS has delivered it
 */
export function toOwnDelaySeconds(receives: number): number {
  return Math.min(longestOwnDelaySeconds, 60 * receives);
}

/**
 * The number of an attempt, from 1. SQS also counts deliveries without an attempt, while our own side fails or
 * Lambda throttles the function: no attempt has a higher number than there was time for.
 *
 * @param receives how many times SQS has delivered the event
 * @param ageSeconds since it was first delivered
 */
export function toAttemptNumber(receives: number, ageSeconds: number): number {
  let number = 1;
  while (number < receives && secondsOfAttempts(number + 1) <= ageSeconds) number += 1;
  return number;
}

/**
 * For how long a receiver accepts nothing before it is disabled: as long as all attempts at an event may take,
 * and at least a day.
 */
export function secondsUntilDisabled(maxAttempts: number): number {
  return Math.max(24 * 60 * 60, secondsOfAttempts(maxAttempts) * (1 + spread));
}

/**
 * How long an event waits after an attempt: 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 5.7 h, and then 6 h each
 * time, plus up to a fifth. A receiver that asks for a longer time gets it, up to 6 h.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random in [0, 1)
 */
export function toDelaySeconds(
  attempt: number,
  retryAfterSeconds: number | undefined,
  random: number,
): number {
  const asked = Math.min(longestDelaySeconds, retryAfterSeconds ?? 0);
  return Math.ceil(Math.max(plannedDelaySeconds(attempt), asked) * (1 + spread * random));
}

/** The least time from the first of these attempts to the last. */
export function secondsOfAttempts(attempts: number): number {
  const delays = Array.from({ length: attempts - 1 }, (_, index) => plannedDelaySeconds(index + 1));
  return delays.reduce((sum, delay) => sum + delay, 0);
}

function plannedDelaySeconds(attempt: number): number {
  return Math.min(longestDelaySeconds, firstDelaySeconds * growth ** (attempt - 1));
}
