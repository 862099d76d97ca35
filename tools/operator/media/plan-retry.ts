import type { RetriedFile } from '../../../functions/media-mirror/ports.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { isFailedPermanently, type MessageFile, toRetriedFile } from './message-files.ts';

/** Which files of a message are fetched again, and from where. */
export interface RetryOptions {
  /** Also files that failed permanently, and stored ones if the operator named their message. */
  readonly force: boolean;
  readonly isOneMessage: boolean;
  /** The only file; absent for all. */
  readonly index?: number | undefined;
  /** Replaces the link of the only file. */
  readonly url?: string | undefined;
}

/** What a retry does with the files of one message. */
export interface RetryPlan {
  readonly files: readonly MessageFile[];
  /** For the mirror, when it must not decide by itself which files are left to fetch. */
  readonly retriedFiles: readonly RetriedFile[] | undefined;
  /** How many files are left out because they failed permanently. */
  readonly failed: number;
  /** How many files are left out because they are stored. */
  readonly stored: number;
}

/** @throws {UsageError} when the message does not have the file, or one URL would be that of several files */
export function planRetry(all: readonly MessageFile[], options: RetryOptions): RetryPlan {
  const { force, isOneMessage, index, url } = options;
  const indexes = all.map(({ item }) => item.index);
  if (index !== undefined && !indexes.includes(index)) {
    throw new UsageError(`the message has no file ${index}; its files are ${indexes.join(', ')}`);
  }
  if (url !== undefined && index === undefined && all.length > 1) {
    throw new UsageError(
      `the message has several files: add --file with one of ${indexes.join(', ')}`,
    );
  }
  const named = all.filter(({ item }) => index === undefined || item.index === index);
  const isLeftOut = (file: MessageFile) =>
    file.copies > 0 ? !(force && isOneMessage) : isFailedPermanently(file) && !force;
  const files = named.filter((file) => !isLeftOut(file));
  const leftOut = named.filter(isLeftOut);
  const stored = leftOut.filter(({ copies }) => copies > 0).length;
  const isDecided = force || index !== undefined || url !== undefined;
  return {
    files,
    retriedFiles: isDecided ? files.map((file) => toRetriedFile(file, url)) : undefined,
    failed: leftOut.length - stored,
    stored,
  };
}
