import { describe, expect, it } from 'vitest';
import {
  isRetryable,
  toStatusFailure,
} from '../../../../functions/media-mirror/download/failure.ts';
import { mediaFailureReason } from '../../../../shared/contract/media-events.ts';

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
  ])('maps the status %i to %s', (status, reason) => {
    expect(toStatusFailure(status, undefined)).toMatchObject({ reason, status });
  });

  it.each([400, 401, 403, 404, 406, 451, 204, 304])(
    'does not believe the status %i at once: the server may have the file later',
    (status) => {
      expect(toStatusFailure(status, undefined).mayBeLate).toBe(true);
    },
  );

  it('believes 410', () => {
    expect(toStatusFailure(410, undefined)).toEqual({ reason: 'gone', status: 410 });
  });

  it.each([404, 403, 429, 503])('includes how long to wait after %i', (status) => {
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
