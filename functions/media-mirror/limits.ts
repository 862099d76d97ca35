/** How much a fetch may take: of bytes, of hops and of time. */
export interface FetchLimits {
  /** A longer file is refused, at once when the server announces it, else when the byte arrives. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** For name resolution, and again for connecting with TLS. */
  readonly connectTimeoutMs: number;
  /** From the connection to the complete response header, however slowly it drips in. */
  readonly responseTimeoutMs: number;
  /** Longest silence within a body. Time in which we ourselves do not read is not counted. */
  readonly idleTimeoutMs: number;
}

export const fetchLimits: FetchLimits = {
  // WhatsApp's largest media, a document, is 100 MB (Cloud API, "Media", read 2026-11-21).
  maxBytes: 100 * 1024 * 1024,
  // Storage links redirect once or twice; more is a loop or somebody playing.
  maxRedirects: 5,
  connectTimeoutMs: 10_000,
  responseTimeoutMs: 30_000,
  idleTimeoutMs: 30_000,
};

/**
 * Longest time for one file, body and upload included. 100 MB take it at 350 KB/s; a server that
 * drips bytes below the idle limit ends here.
 */
export const maxFileMs = 5 * 60_000;

/** Kept back of an invocation's time for writing event records and handing the record back to SQS. */
export const reservedMs = 15_000;
