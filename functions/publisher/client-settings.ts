/**
 * How long the publisher waits for AWS. With the delays between them, the attempts at a call end within
 * `maxCallMs`.
 */
export const clientSettings = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
  },
  // The middleware never changes: without this, a client would sort it again for every call.
  cacheMiddleware: true,
};
