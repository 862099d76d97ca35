import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { createDynamoDbReader } from '../../shared/reader/dynamodb-reader.ts';
import { type MediaObject, signMediaLink } from '../../shared/runtime/s3-media-link.ts';

export interface ReaderSettings {
  readonly dynamodb: DynamoDBClient;
  /** The output `EventsTableName` of the gateway's stack. */
  readonly eventsTable: string;
  /** Signs the links to media. Its role needs `s3:GetObject` on the media bucket. */
  readonly s3: S3Client;
  /** The clock for links, and for today's conversations. @default the system clock */
  readonly now?: () => Date;
}

export type Reader = ReturnType<typeof createReader>;

/**
 * Reads messages, conversations, templates, accounts, phone numbers, users, groups, calls and payments from
 * the gateway's table, and creates links to media. They include their derived state. `docs/querying.md` describes the event records
 * that it is derived from.
 */
export function createReader({
  dynamodb,
  eventsTable,
  s3,
  now = () => new Date(),
}: ReaderSettings) {
  return {
    ...createDynamoDbReader(dynamodb, eventsTable, now),

    /**
     * Creates a link to a mirrored file, for a browser or a service without AWS credentials.
     *
     * @param object `data` of a `media.stored`, or `stored` of a message's media
     * @param expiresInSeconds up to 7 days; the link also ends when the credentials expire
     * @throws {RangeError} for a time that S3 refuses
     */
    mediaUrl(object: MediaObject, expiresInSeconds = 900): Promise<string> {
      return signMediaLink(s3, object, expiresInSeconds, now());
    },
  };
}
