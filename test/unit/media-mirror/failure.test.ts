import { describe, expect, it } from 'vitest';
import { isRetryable, toStatusFailure } from '../../../functions/media-mirror/failure.ts';
import { mediaFailureReason } from '../../../shared/contract/media-events.ts';

describe('toStatusFailure', () => {
  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [429, 'rate_limited'],
    [408, 'server_error'],
    [425, 'server_error'],
    [500, 'server_error'],
    [503, 'server_error'],
    [599, 'server_error'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [204, 'refused'],
    [206, 'refused'],
    [304, 'refused'],
  ])('takes the status %i for %s', (status, reason) => {
    expect(toStatusFailure(status, undefined)).toMatchObject({ reason, status });
  });

  it.each([429, 503])('keeps how long to stay away with %i', (status) => {
    expect(toStatusFailure(status, 30)).toMatchObject({ retryAfterSeconds: 30 });
  });
});

describe('isRetryable', () => {
  it('is decided for every reason of the contract', () => {
    const retryable = mediaFailureReason.options.filter(isRetryable);
    expect(retryable).toEqual([
      'truncated',
      'type_mismatch',
      'unreachable',
      'timeout',
      'server_error',
      'rate_limited',
      'not_authorized',
    ]);
  });
});
