import { sourcePrefix } from '../shared/contract/event-kinds.ts';

/**
 * How persistently queues and streams deliver: when a record is retried, and when it becomes a dead
 * letter. The constructs use these settings, and so does the simulation (`test/simulation`), which
 * proves with the same numbers that no event is lost.
 */

/** How long each function may run. */
export const timeoutSeconds = {
  callback: 10,
  publisher: 60,
  /** The media mirror allows one file five minutes, and then needs time to store the outcome. */
  mirror: 6 * 60,
} as const;

/**
 * Memory of the publisher, which also decides its share of a processor: 0.43. `docs/performance.md` (h)
 * has the effect of other sizes.
 */
export const publisherMemoryMb = 768;

/**
 * How Lambda reads the outbox. It retries without limit until a record is 20 hours old; the stream
 * keeps records for 24. It reads one batch of a shard at a time, so that the event records of a
 * message keep their order: with more, it would promise the order of a DynamoDB item only, and the
 * event records of a message are several items.
 */
export const outboxMapping = {
  /** As many as one read of the stream returns. Lambda passes fewer without waiting for more. */
  batchSize: 1_000,
  parallelizationFactor: 1,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
  /** -1: without limit. */
  retryAttempts: -1,
  maxRecordAgeHours: 20,
} as const;

/** How Lambda reads the queue of the media mirror. */
export const mirrorMapping = {
  /** A download mostly waits, so the messages of a batch wait together and share one invocation. */
  batchSize: 5,
  reportBatchItemFailures: true,
} as const;

/**
 * Invocations of the media mirror at the same time, if the gateway has no `mediaConcurrency`;
 * further messages wait. A new account may run ten functions in all.
 */
export const defaultMediaConcurrency = 5;

/**
 * Requests per second and burst that the API accepts on one provider's route by default: below the smallest
 * account quotas of any region, 2,500 and 1,250 (API Gateway quotas, read 2026-11-21).
 */
export const defaultThrottling = { rateLimit: 1_000, burstLimit: 1_000 } as const;

/** The queue of the media mirror. */
export const mirrorQueue = {
  /** Lambda recommends six times the function's timeout, as room for its own retries. */
  visibilityTimeoutSeconds: 6 * timeoutSeconds.mirror,
  /** How often the mirror receives a message before it goes to the dead-letter queue. */
  maxReceiveCount: 6,
} as const;

/**
 * Events with files to download, as a pattern in EventBridge's JSON. Replays are left out: their files were
 * mirrored before. So is the history, unless the owner wants it: it may hold the files of 180 days, which
 * all would come at once.
 */
export function eventsWithMedia({ historyMedia }: { readonly historyMedia: boolean }) {
  return {
    source: [{ prefix: sourcePrefix }],
    ...(!historyMedia && { 'detail-type': [{ 'anything-but': { prefix: 'history.' } }] }),
    detail: {
      metadata: { replayed: [{ exists: false }] },
      data: { message: { media: { index: [{ exists: true }] } } },
    },
  };
}
