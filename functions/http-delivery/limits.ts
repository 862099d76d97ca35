/**
 * How long the receiver may take for a request, from resolving its name to the header of its response.
 * Standard Webhooks recommends 15 to 30 s ("Deliverability", read 2026-11-28).
 */
export const longestPostMs = 15_000;

/** After the longest request, both attempts at a call end before the function runs out of time. */
export const awsClientSettings = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
  },
};
