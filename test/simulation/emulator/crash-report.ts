import type { Holdings } from './holdings.ts';
import type { KillTarget } from './kill-plan.ts';
import { isUnrecognized, mediaHashOf, messageId, payloadHashOf } from './messages.ts';

/** The result of one run. Every acknowledged event must be in the table and on the bus. */
export interface CrashReport {
  readonly callbacks: number;
  /** Distinct messages in them. */
  readonly messages: number;
  /** Messages with a file. */
  readonly media: number;
  /** Distinct callbacks whose body goes to the payload bucket: it is large or unrecognized. */
  readonly payloads: number;
  readonly kills: Readonly<Record<KillTarget, number>>;
  readonly seconds: number;
  readonly acknowledgedPerSecond: number;
  /** Number of responses by status; status 0 is a broken connection. */
  readonly responses: Readonly<Record<string, number>>;
  readonly balance: Balance;
}

/** The acknowledged callbacks compared with the table, the bus and the buckets. */
export interface Balance {
  readonly inTable: number;
  readonly missingInTable: number;
  readonly twiceInTable: number;
  /** Event records to publish: messages, the outcomes of files, and quarantined callbacks. */
  readonly toPublish: number;
  readonly onBus: number;
  readonly missingOnBus: number;
  /** Events that are more than once on the bus, which is allowed only with kills. */
  readonly repeatedOnBus: number;
  readonly mediaStored: number;
  /** Files that failed with a reason and were not stored later. */
  readonly mediaFailed: number;
  readonly mediaWithoutOutcome: number;
  /** Files with `media.stored` whose object has other bytes. */
  readonly mediaWithOtherBytes: number;
  /** Bodies that are missing in the payload bucket, or differ from what was sent. */
  readonly missingPayloads: number;
}

/** Compares the acknowledged callbacks, given by number, with the holdings. */
export function toBalance(callbacks: ReadonlySet<number>, holdings: Holdings): Balance {
  const { toPublish, onBus, stored, failed, payloads } = holdings;
  const messages = [...callbacks].filter((callback) => !isUnrecognized(callback));
  const copies = messages.map((message) => holdings.messages.get(messageId(message)) ?? 0);
  const media = messages.filter((message) => mediaHashOf(message) !== undefined);
  const unstored = media.map(messageId).filter((id) => !stored.has(id));
  return {
    inTable: holdings.messages.size,
    missingInTable: copies.filter((count) => count === 0).length,
    twiceInTable: copies.filter((count) => count > 1).length,
    toPublish: toPublish.size,
    onBus: onBus.size,
    missingOnBus: [...toPublish].filter((id) => !onBus.has(id)).length,
    repeatedOnBus: [...onBus.values()].filter((count) => count > 1).length,
    mediaStored: media.length - unstored.length,
    mediaFailed: unstored.filter((id) => failed.has(id)).length,
    mediaWithoutOutcome: unstored.filter((id) => !failed.has(id)).length,
    mediaWithOtherBytes: media.filter((message) => {
      const hash = stored.get(messageId(message));
      return hash !== undefined && hash !== mediaHashOf(message);
    }).length,
    missingPayloads: [...callbacks].filter((callback) => {
      const hash = payloadHashOf(callback);
      return hash !== undefined && !payloads.has(hash);
    }).length,
  };
}

/** Whether every acknowledged callback is where it must be. */
export function isComplete(balance: Balance, messages: number): boolean {
  return (
    balance.inTable === messages &&
    balance.onBus === balance.toPublish &&
    balance.missingInTable === 0 &&
    balance.twiceInTable === 0 &&
    balance.missingOnBus === 0 &&
    balance.mediaWithoutOutcome === 0 &&
    balance.mediaWithOtherBytes === 0 &&
    balance.missingPayloads === 0
  );
}

/** Whether the balance is complete and, in a run without kills, has no repeated event and no failed file. */
export function isBalanced({ messages, kills, balance }: CrashReport): boolean {
  const wasKilled = Object.values(kills).some((count) => count > 0);
  const isClean = balance.repeatedOnBus === 0 && balance.mediaFailed === 0;
  return isComplete(balance, messages) && (wasKilled || isClean);
}
