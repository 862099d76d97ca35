import { expect, it } from 'vitest';
import { awsClientSettings, longestPostMs } from '../../../functions/http-delivery/limits.ts';
import { timeoutOf } from '../../../sdk/subscriptions/http/connect-events.ts';

it('leaves time for both attempts at a call after the longest request', () => {
  const { maxAttempts, requestHandler } = awsClientSettings;
  expect(longestPostMs + maxAttempts * requestHandler.requestTimeout).toBeLessThan(
    timeoutOf({}).toMilliseconds(),
  );
});
