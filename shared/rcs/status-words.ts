import type { StatusWords } from '../provider/values/message-status.ts';

/**
 * Google's words for the status of a message, beyond `DELIVERED` and `READ`.
 * developers.google.com/business-communications/rcs-business-messaging/guides/build/events, read on
 * 2026-11-28.
 */
export const rcsStatusWords = {
  ttl_expiration_revoked: {
    status: 'failed',
    because:
      'Final: RCS took the message back, because it was not delivered in the time that it had.',
  },
  ttl_expiration_revoke_failed: {
    status: 'failed',
    because:
      'RCS did not deliver the message in the time that it had, and could not take it back. `delivered` may still follow, and counts more than `failed`.',
  },
} as const satisfies StatusWords;
