import type { DynamoDBRecord } from 'aws-lambda';
import { z } from 'zod';
import { isJsonObject, parseJsonOrUndefined } from '../../../shared/json.ts';
import { deadLetterPrefixes } from '../../../shared/payloads/payload-keys.ts';
import type { ListedObject, PayloadBucket } from '../aws/s3-payload-bucket.ts';

/** Every object with records that could not be published, the oldest first. */
export async function listDeadLetters(
  payloads: Pick<PayloadBucket, 'list'>,
): Promise<readonly ListedObject[]> {
  const found = await Promise.all(deadLetterPrefixes.map((prefix) => payloads.list(prefix)));
  return found.flat().sort((a, b) => (a.modifiedAt < b.modifiedAt ? -1 : 1));
}

const streamRecord = z
  .object({
    eventName: z.string(),
    dynamodb: z.object({ SequenceNumber: z.string().min(1) }).loose(),
  })
  .loose();

const batch = z.object({ Records: z.array(streamRecord) });

/** What Lambda writes: the batch is the text of its `payload` (Lambda guide, read 2026-11-21). */
const onFailureRecord = z.object({ payload: z.union([z.string(), batch]) });

/**
 * The stream records of an object: one that the publisher wrote, or a batch that Lambda wrote.
 *
 * @returns `undefined` for what is neither
 */
export function readDeadLetter(json: string): readonly DynamoDBRecord[] | undefined {
  const value = parseJsonOrUndefined(json);
  const single = streamRecord.safeParse(value);
  if (single.success) return [single.data as DynamoDBRecord];
  const { data } = onFailureRecord.safeParse(value);
  const payload =
    typeof data?.payload === 'string' ? parseJsonOrUndefined(data.payload) : data?.payload;
  const records = batch.safeParse(payload);
  return records.success ? (records.data.Records as DynamoDBRecord[]) : undefined;
}

/**
 * The object of a batch with other stream records in it.
 *
 * @returns `undefined` for an object that holds one record only, as the publisher writes it
 */
export function withRecords(json: string, Records: readonly DynamoDBRecord[]): string | undefined {
  const value = parseJsonOrUndefined(json);
  const { data } = onFailureRecord.safeParse(value);
  if (data === undefined || !isJsonObject(value)) return undefined;
  const payload = typeof data.payload === 'string' ? JSON.stringify({ Records }) : { Records };
  return JSON.stringify({ ...value, payload });
}
