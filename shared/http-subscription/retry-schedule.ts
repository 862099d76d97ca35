/** Between the first attempt and the second. */
const firstDelaySeconds = 5;
const growth = 4;

/** SQS hides a message for at most 12 hours from its receipt. */
export const longestDelaySeconds = 6 * 60 * 60;

/** How much longer than planned a delay may be, so that events that failed together do not come back together. */
const spread = 0.2;

/** How many attempts an event has, over at least 25 hours. */
export const defaultMaxAttempts = 11;

/** How long an event is tried again when nothing else is known: our own failure is not the receiver's. */
export const ownFailureSeconds = 60;

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
