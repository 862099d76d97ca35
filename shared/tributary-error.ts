/** Failures of the gateway itself, as opposed to errors of a caller. */
export type ErrorCode =
  | 'store_unavailable'
  | 'payload_store_unavailable'
  | 'secret_unavailable'
  | 'publish_failed'
  | 'queue_unavailable'
  | 'event_unreadable'
  | 'event_in_progress'
  | 'misconfigured';

/**
 * The one error of the gateway: an operator must act on it. Expected outcomes are return values. The
 * message says what to do next and never contains anything of a callback.
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

/**
 * The fields of an error in a log line: its code, its name and its cause's (AWS's error names, such as
 * `ThrottlingException`), and what to do. Messages of other errors are left out: they may quote their
 * input.
 */
export function toErrorFields(error: unknown): {
  readonly code: ErrorCode | 'unexpected';
  readonly error: string;
  readonly cause?: string;
  readonly advice?: string;
} {
  if (!(error instanceof TributaryError)) return { code: 'unexpected', error: nameOf(error) };
  const { code, name, message, cause } = error;
  return {
    code,
    error: name,
    ...(cause !== undefined && { cause: nameOf(cause) }),
    advice: message,
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
