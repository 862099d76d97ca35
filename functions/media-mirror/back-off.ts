const firstDelaySeconds = 30;
const growth = 4;

/** SQS hides a message for at most 12 h from its receipt; a provider's link seldom lives longer. */
const maxDelaySeconds = 6 * 60 * 60;

/**
 * How long a record is hidden before the next attempt: about 30 s, 2 min, 8 min, 32 min, 2 h. Half
 * of it is by chance, so that the files that failed together do not come back together. A server
 * that names a time gets at least that, up to 6 h.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random in [0, 1)
 */
export function backOffSeconds(
  attempt: number,
  retryAfterSeconds: number | undefined,
  random: number,
): number {
  const ownSeconds = firstDelaySeconds * growth ** (attempt - 1) * (0.5 + random / 2);
  return Math.min(maxDelaySeconds, Math.ceil(Math.max(ownSeconds, retryAfterSeconds ?? 0)));
}
