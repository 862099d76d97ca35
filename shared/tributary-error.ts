/** What can go wrong with the gateway itself, as opposed to what a caller did wrong. */
export type ErrorCode =
  | 'store_unavailable'
  | 'vault_unavailable'
  | 'secret_unavailable'
  | 'publish_failed'
  | 'queue_unavailable'
  | 'event_unreadable'
  | 'event_in_progress'
  | 'misconfigured';

/**
 * The one error of the project: what an operator must act on. Expected outcomes are return values.
 * The message says what to do next and never holds anything of a callback.
 */
export class TributaryError extends Error {
  override readonly name = 'TributaryError';
  readonly code: ErrorCode;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly retryable: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}
