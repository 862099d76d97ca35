import { createS3BucketContents } from '../aws/s3-bucket-contents.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { CommandContext } from '../command.ts';
import type { Stores } from '../gateway/open-stores.ts';
import type { RecordSource } from '../record-source/record-source.ts';
import { ownerOfMessage } from './dead-letters.ts';
import { createUserSearch, type FoundUser, type NameDecisions } from './find-user.ts';
import { createReferences, type References } from './references.ts';
import { type FoundFiles, openFileSearch } from './search-files.ts';
import { type FoundPayloads, openPayloadSearch } from './search-payloads.ts';

/** Everything that the gateway holds about a user. */
export interface FoundEstate {
  readonly user: FoundUser;
  readonly payloads: FoundPayloads;
  readonly files: FoundFiles;
  /** Messages of the user in the dead-letter queue of the media mirror. */
  readonly queuedMessages: number;
}

export interface EstateSearchSettings {
  readonly decisions: NameDecisions;
  readonly source: RecordSource;
  readonly isCostAccepted: boolean | undefined;
}

/**
 * Searches the table, both buckets and the mirror's dead-letter queue. Changes nothing.
 *
 * The buckets are listed before the table is read: an object is written before or after its event record,
 * so that one without a record in a later reading has none.
 */
export async function searchEstate(
  { decisions, source, isCostAccepted }: EstateSearchSettings,
  { gateway }: Pick<Stores, 'gateway'>,
  context: CommandContext,
): Promise<FoundEstate> {
  const { clients, resources, localOrigin, userHashKey } = gateway;
  const isVersioned = localOrigin === undefined;
  const searchPayloads = await openPayloadSearch(
    createS3BucketContents(clients.s3, resources.payloadBucket, isVersioned),
    isCostAccepted,
    context,
  );
  const searchFiles = await openFileSearch(
    createS3BucketContents(clients.s3, resources.mediaBucket, false),
    { userHashKey, isCostAccepted, asOf: source.asOf },
    context,
  );
  const { user, references } = await readRecords(decisions, source, context);
  const payloads = await searchPayloads(user, references);
  const files = await searchFiles(user, references);
  const queue = createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl);
  let queuedMessages = 0;
  await queue.deleteWhere((body) => {
    const { owner, names } = ownerOfMessage(body, user);
    if (owner === 'user') queuedMessages += 1;
    if (owner === 'undecided') user.additions.add(names, 'deadLetters');
    return false;
  });
  return { user, payloads, files, queuedMessages };
}

/** Reads the source again when an event record has a further name beside one of the user's. */
async function readRecords(
  decisions: NameDecisions,
  source: RecordSource,
  { output }: Pick<CommandContext, 'output'>,
): Promise<{ readonly user: FoundUser; readonly references: References }> {
  let known: FoundUser['links'] = [];
  for (;;) {
    const search = createUserSearch(decisions, known);
    const references = createReferences();
    await source.read(async (records) => {
      for (const record of records) {
        search.look(record);
        references.look(record);
      }
    });
    const user = search.found();
    if (search.isComplete()) return { user, references };
    known = user.links;
    output.progress('found further names beside those of the user; reading again');
  }
}
