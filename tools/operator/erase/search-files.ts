import { parseMediaKey, readUserHashes } from '../../../shared/media/media-object.ts';
import type { BucketContents, ObjectHeaders } from '../aws/s3-bucket-contents.ts';
import type { CommandContext } from '../command.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { createProgress } from '../progress.ts';
import type { FoundUser } from './find-user.ts';
import { createHashReader, toOwner } from './known-names.ts';
import { announceReads } from './read-cost.ts';
import type { References } from './references.ts';

/** Objects whose headers are read at the same time. */
const readers = 16;

/** What the media bucket holds about a user. */
export interface FoundFiles {
  /** Files of the user: of messages that are in the table, and of messages that are not any more. */
  readonly files: readonly string[];
  /** Files that say nothing about their user: this version did not store them. */
  readonly unidentified: readonly string[];
}

export interface FileSearchSettings {
  readonly user: FoundUser;
  /** `metadata.id` of the user's messages with files. */
  readonly messagesWithFiles: readonly string[];
  readonly references: References;
  /** The key of the hashes in the files' metadata. */
  readonly userHashKey: string;
  readonly isCostAccepted: boolean | undefined;
  /** Files that were stored later are not searched: an export does not have their messages. */
  readonly asOf: string | undefined;
}

/**
 * Lists the media bucket for the files of a user. A file can be there without its `media.stored`, and
 * longer than its message. Of files whose message is gone the headers are read, after their cost was
 * announced: a file says by a keyed hash whose it is.
 *
 * @throws {OperatorError} when it costs more than a dollar and the cost was not accepted
 */
export async function searchFiles(
  media: Pick<BucketContents, 'pages' | 'readHeaders'>,
  settings: FileSearchSettings,
  { output, now }: Pick<CommandContext, 'output' | 'now'>,
): Promise<FoundFiles> {
  const { user, isCostAccepted } = settings;
  const { files, left } = await listFiles(media, settings);
  if (left.length > 0) {
    announceReads(left.length, 'headers of files whose message is gone', isCostAccepted, output);
  }
  const count = createProgress(output, now, (read) => `${read} of ${left.length} files looked at`);
  const readNames = createNameReader(settings);
  const unidentified: string[] = [];
  await forEachInParallel(left, readers, async (key) => {
    const headers = await media.readHeaders(key);
    if (headers !== undefined) {
      const names = readNames(headers);
      const owner = toOwner(names ?? [], user.names);
      if (owner === 'user') files.push(key);
      else if (owner === 'undecided') user.additions.add(names ?? [], 'mediaObjects');
      else if (names === undefined) unidentified.push(key);
    }
    count(1);
  });
  return { files: files.sort(), unidentified: unidentified.sort() };
}

/** The files of the user's messages, and those of messages that are not in the table. */
async function listFiles(
  media: Pick<BucketContents, 'pages'>,
  { messagesWithFiles, references, asOf }: FileSearchSettings,
): Promise<{ readonly files: string[]; readonly left: readonly string[] }> {
  const ofUser = new Set(messagesWithFiles);
  const files: string[] = [];
  const left: string[] = [];
  for await (const page of media.pages()) {
    for (const { key, modifiedAt } of page) {
      if (ofUser.has(parseMediaKey(key)?.eventId ?? '')) files.push(key);
      else if (references.hasMessageOf(key)) continue;
      else if (asOf === undefined || modifiedAt < asOf) left.push(key);
    }
  }
  return { files, left };
}

/** Reads which known names a file has; `undefined` for a file that does not say whose it is. */
function createNameReader({ user: { names, matcher }, userHashKey }: FileSearchSettings) {
  const namesWith = createHashReader([...names.confirmed, ...names.undecided], userHashKey);
  return ({ metadata, contentDisposition = '' }: ObjectHeaders): readonly string[] | undefined => {
    const hashes = readUserHashes(metadata);
    const named = [...namesWith(hashes), ...matcher.namesIn(contentDisposition)];
    return named.length === 0 && hashes.length === 0 ? undefined : named;
  };
}
