import type { Holdings } from './holdings.ts';
import type { KillTarget } from './kill-plan.ts';
import { isUnknown, mediaHashOf, messageId, payloadHashOf } from './messages.ts';

/** The books of one run; everything that is acknowledged must be in the table and on the bus. */
export interface CrashReport {
  readonly callbacks: number;
  /** Different messages in them. */
  readonly messages: number;
  /** Those of them that have a file. */
  readonly media: number;
  /** Different callbacks whose body goes to the payload bucket: it is large, or nobody understands it. */
  readonly payload: number;
  readonly kills: Readonly<Record<KillTarget, number>>;
  readonly seconds: number;
  readonly acknowledgedPerSecond: number;
  /** Answers by status; 0: the connection broke. */
  readonly responses: Readonly<Record<string, number>>;
  readonly balance: Balance;
}

export interface Balance {
  readonly inTable: number;
  readonly missingInTable: number;
  readonly twiceInTable: number;
  /** Event records that are to be published: messages, and what became of files. */
  readonly toPublish: number;
  readonly onBus: number;
  readonly missingOnBus: number;
  /** Events that came to the bus more than once: with kills they may, without they must not. */
  readonly repeatedOnBus: number;
  readonly mediaStored: number;
  /** Given up with a reason, and not stored later. */
  readonly mediaFailed: number;
  readonly mediaWithoutOutcome: number;
  /** Said to be stored, but the object has other bytes. */
  readonly mediaWithOtherBytes: number;
  /** Bodies that are to be in the payload bucket and are not there, or not as they were sent. */
  readonly missingPayloads: number;
}

/** Compares what was acknowledged, by the numbers of the callbacks, with what there is. */
export function toBalance(callbacks: ReadonlySet<number>, holdings: Holdings): Balance {
  const { toPublish, onBus, stored, failed, payload } = holdings;
  const messages = [...callbacks].filter((callback) => !isUnknown(callback));
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
      return hash !== undefined && !payload.has(hash);
    }).length,
  };
}

/** Whether everything is where it must be. */
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

/** Whether everything is where it must be, and without a kill nothing is twice or given up. */
export function isBalanced({ messages, kills, balance }: CrashReport): boolean {
  const wasKilled = Object.values(kills).some((count) => count > 0);
  const isClean = balance.repeatedOnBus === 0 && balance.mediaFailed === 0;
  return isComplete(balance, messages) && (wasKilled || isClean);
}
