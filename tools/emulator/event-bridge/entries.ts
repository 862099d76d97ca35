import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { localAccount } from '../../emulator-client/account.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { AwsError } from '../aws/aws-error.ts';

/** Quotas of one PutEvents request (EventBridge user guide, read 2026-11-21). */
const maxEntries = 10;
const maxRequestBytes = 1024 * 1024;
/** The size of the `Time` of an entry, regardless of its text. */
const timeBytes = 14;

const entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  Time: z.number().optional(),
});

const putEventsInput = z.object({ Entries: z.array(entry).default([]) });

export type PutEventsEntry = z.infer<typeof entry>;

/** One entry of the response to PutEvents. */
export type PutEventsResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/**
 * Parses the entries of a PutEvents request.
 *
 * @throws {AwsError} when the whole request is rejected: no entry, more than 10, or over 1 MB
 */
export function parseEntries(input: unknown): readonly PutEventsEntry[] {
  const { Entries: entries } = putEventsInput.parse(input);
  if (entries.length === 0 || entries.length > maxEntries) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${entries.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${maxEntries}`}`,
    );
  }
  const requestBytes = entries.reduce((sum, each) => sum + entryBytes(each), 0);
  if (requestBytes >= maxRequestBytes) {
    throw new AwsError(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  }
  return entries;
}

/**
 * The size of an entry as EventBridge counts it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export function entryBytes({
  Time,
  Source,
  DetailType,
  Detail,
  Resources,
}: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources].filter((text) => text !== undefined);
  return texts.reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    Time === undefined ? 0 : timeBytes,
  );
}

/** The event for the targets, or the error for which this entry is rejected. */
export function toEnvelope(
  { Source, DetailType, Detail, Resources, Time }: PutEventsEntry,
  now: Date,
): EventEnvelope | Extract<PutEventsResult, { ErrorCode: string }> {
  if (!Source) return missing('Source');
  if (!DetailType) return missing('DetailType');
  if (!Detail) return missing('Detail');
  const detail = parseDetail(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const time = Time === undefined ? now : new Date(Time * 1000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: localAccount.accountId,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: localAccount.region,
    resources: Resources,
    detail,
  };
}

function missing(name: string): Extract<PutEventsResult, { ErrorCode: string }> {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  };
}

function parseDetail(detail: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(detail);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? parsed
      : undefined;
  } catch {
    return undefined;
  }
}
