import { hashUserName, readUserHashes } from '../../../shared/media/media-object.ts';
import type { BucketContents, ObjectHeaders } from '../aws/s3-bucket-contents.ts';
import type { CommandContext } from '../command.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { createProgress } from '../progress.ts';
import type { FoundUser } from './find-user.ts';
import { toOwner } from './known-names.ts';
import { announceReads } from './read-cost.ts';
import type { References } from './references.ts';

/** Objects whose headers are read at the same time. */
const readers = 16;

/** What the media bucket holds of messages that are not in the table any more. */
export interface FoundFiles {
  /** Keys of all files in the bucket. */
  readonly all: readonly string[];
  /** Files of the user. */
  readonly files: readonly string[];
  /** Files that say nothing about their user: this version did not store them. */
  readonly unidentified: readonly string[];
}

/** Finds the files of the user that no event record leads to. */
export type SearchFiles = (user: FoundUser, references: References) => Promise<FoundFiles>;

export interface FileSearchSettings {
  /** The key of the hashes in the files' metadata. */
  readonly userHashKey: string;
  readonly isCostAccepted: boolean | undefined;
  /** Files that were stored later are not searched: an export does not have their messages. */
  readonly asOf: string | undefined;
}

/**
 * Lists the media bucket. Only the headers of files whose message is gone are read, after their cost was
 * announced: a file says by a keyed hash whose it is.
 *
 * @throws {OperatorError} when it costs more than a dollar and the cost was not accepted
 */
export async function openFileSearch(
  media: Pick<BucketContents, 'list' | 'readHeaders'>,
  { userHashKey, isCostAccepted, asOf }: FileSearchSettings,
  { output, now }: Pick<CommandContext, 'output' | 'now'>,
): Promise<SearchFiles> {
  const listed = await media.list();
  return async (user, references) => {
    const left = listed.filter(
      ({ key, modifiedAt }) =>
        !references.hasMessageOf(key) && (asOf === undefined || modifiedAt < asOf),
    );
    if (left.length > 0) {
      announceReads(left.length, 'headers of files whose message is gone', isCostAccepted, output);
    }
    const count = createProgress(
      output,
      now,
      (read) => `${read} of ${left.length} files looked at`,
    );
    const readNames = createNameReader(user, userHashKey);
    const files: string[] = [];
    const unidentified: string[] = [];
    await forEachInParallel(left, readers, async ({ key }) => {
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
    return {
      all: listed.map(({ key }) => key),
      files: files.sort(),
      unidentified: unidentified.sort(),
    };
  };
}

/** Reads which known names a file has; `undefined` for a file that does not say whose it is. */
function createNameReader({ names, matcher }: FoundUser, userHashKey: string) {
  const byHash = new Map(
    [...names.confirmed, ...names.undecided].map((name) => [hashUserName(name, userHashKey), name]),
  );
  return ({ metadata, contentDisposition = '' }: ObjectHeaders): readonly string[] | undefined => {
    const hashes = readUserHashes(metadata);
    const named = [
      ...hashes.flatMap((hash) => byHash.get(hash) ?? []),
      ...matcher.namesIn(contentDisposition),
    ];
    return named.length === 0 && hashes.length === 0 ? undefined : named;
  };
}
