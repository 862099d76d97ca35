import type { MediaFailureReason } from '../contract/media-events.ts';

/**
 * What an `error.code` of the Graph API means for a file, also where a reseller passes the response on
 * (developers.facebook.com/docs/graph-api, "Error handling" and "Rate limits", read on 2026-11-21).
 */
export const graphErrorReasons: Readonly<Record<string, MediaFailureReason>> = {
  '1': 'server_error',
  '2': 'server_error',
  '4': 'rate_limited',
  '10': 'not_authorized',
  '17': 'rate_limited',
  '32': 'rate_limited',
  // The id does not exist, or the token may not see it: Meta does not say which.
  '100': 'not_authorized',
  '190': 'not_authorized',
  '200': 'not_authorized',
  '613': 'rate_limited',
  '80007': 'rate_limited',
  '130429': 'rate_limited',
};
