/** How many bytes, redirects and milliseconds one request may take. */
export interface FetchLimits {
  /**
   * A longer file fails: before its first byte if the server announces the length, else at the first
   * byte too many.
   */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** For resolving the name, and again for connecting, TLS included. */
  readonly connectTimeoutMs: number;
  /** From the connection to the complete response header, however slowly it arrives. */
  readonly responseTimeoutMs: number;
  /** Longest pause within a body. Time in which the mirror itself does not read is not counted. */
  readonly idleTimeoutMs: number;
}

export const fetchLimits: FetchLimits = {
  // WhatsApp's largest media, a document, is 100 MB (Cloud API, "Media", read 2026-11-21).
  maxBytes: 100 * 1024 * 1024,
  // Storage links redirect once or twice; more is a loop or an attack.
  maxRedirects: 5,
  connectTimeoutMs: 10_000,
  responseTimeoutMs: 30_000,
  idleTimeoutMs: 30_000,
};

/**
 * Longest time for one file, download and upload included. 100 MB need 350 KB/s; a server that sends
 * more slowly, but never pauses for as long as the idle timeout, is stopped by this limit.
 */
export const maxFileMs = 5 * 60_000;

/**
 * Files of one message that are mirrored at the same time. An invocation has up to five messages, and
 * each file takes 5 MB of memory for the part that it uploads.
 */
export const filesAtOnce = 3;

/** How long one invocation may run, as the stack configures it. */
export const invocationMs = 6 * 60_000;

/** The last part of an invocation: for writing event records and returning SQS records to the queue. */
export const reservedMs = 15_000;

/**
 * A file that its server does not have yet is tried three times over 15 minutes
 * (`docs/adr/0028-a-file-that-failed.md`).
 */
export const lateFile = {
  attempts: 3,
  pauseSeconds: { first: 5 * 60, later: 10 * 60 },
  /** Both pauses less a minute, because the clocks of SQS and of the function differ. */
  timeMs: 14 * 60_000,
} as const;
