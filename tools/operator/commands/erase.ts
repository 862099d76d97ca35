import { checkName } from '../../../shared/reader/conversation-name.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { createS3Eraser } from '../aws/s3-eraser.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import { defineCommand } from '../command.ts';
import { carryOut, type ErasurePorts } from '../erase/carry-out.ts';
import { ownerOfMessage } from '../erase/dead-letters.ts';
import { hashErasedPartition } from '../erase/erased-partitions.ts';
import type { FoundUser, NameDecisions } from '../erase/find-user.ts';
import { toBodyName } from '../erase/other-people.ts';
import { planErasure } from '../erase/plan-erasure.ts';
import { describeReport, openQuestions, toReport } from '../erase/report-erasure.ts';
import { searchEstate } from '../erase/search-estate.ts';
import { countHeldDeadLetters, listUnreachable } from '../erase/unreachable.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { readRetentions } from '../gateway/read-retentions.ts';
import { OperatorError } from '../operator-error.ts';
import { orUsage } from '../query/question.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';

export const erase = defineCommand({
  name: 'erase',
  summary: 'delete all data of one user',
  details: `Deletes event records, the provider's raw JSON, mirrored files and dead letters with all their versions,
and writes an audit entry without personal data. Lists the places that it cannot reach, with the day on
which their copies expire. Records about others that only mention the user, such as a contact card, are
counted and stay. An export lacks later data: erase again with a newer export, or without one.

Other names beside the user's, and the phone number without its country, may be of someone else. A body
that no adapter could read and that names someone else as well may be theirs. The command lists each with
what led to it, and erases nothing until every one is decided with --also or --not.`,
  writes: true,
  options: {
    user: { type: 'string', value: 'NAME', help: 'phone number with country code, or user id' },
    also: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      help: 'this name is the user as well, or this object is theirs; may be repeated',
    },
    not: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      help: 'this name is someone else, or this object is theirs; may be repeated',
    },
    'unidentified-files': {
      type: 'boolean',
      help: 'erase every file whose message is gone and that does not say whose it is',
    },
    ...recordSourceOptions,
  },
  async run(values, _names, context) {
    const decisions = readDecisions(values);
    const stores = await openStores(context);
    const source = await openRecordSource(values, stores, context);
    // Before the search, which holds the messages of the dead-letter queue itself.
    const retentions = await readRetentions(stores.gateway);
    const settings = { decisions, source, isCostAccepted: values['accept-cost'] };
    const estate = await searchEstate(settings, stores, context);
    const { payloads, files, user, seenDeadLetters } = estate;
    const unidentified = values['unidentified-files'] ? files.unidentified : [];
    const plan = planErasure(estate.items, {
      ...estate,
      files: { ...files, files: [...files.files, ...unidentified] },
    });
    const isUndecided = openQuestions(user).length > 0;
    const isCarriedOut = context.isConfirmed && !isUndecided;
    if (isCarriedOut) await carryOut(plan, openPorts(user, stores), context);
    const { asOf } = source;
    const reach = { ...retentions, asOf, seenDeadLetters, foreign: payloads.foreign };
    const unreachable = listUnreachable(reach, context.now());
    const unsearchedMessages = retentions.queuedMessages + countHeldDeadLetters(reach);
    const report = toReport(plan, estate, { unreachable, unsearchedMessages, isCarriedOut, asOf });
    context.output.print(report, describeReport(report));
    if (context.isConfirmed && isUndecided) {
      throw new OperatorError(
        'nothing was erased: decide on everything that may be the user’s, with --also or --not',
      );
    }
    return 0;
  },
});

/** @throws {UsageError} without a user, for a name that no event can have, or when a name is both */
function readDecisions(values: {
  readonly user?: string | undefined;
  readonly also?: readonly string[] | undefined;
  readonly not?: readonly string[] | undefined;
}): NameDecisions {
  if (!values.user) throw new UsageError('--user is required');
  const also = [values.user, ...(values.also ?? [])].map(readName);
  const not = (values.not ?? []).map(readName);
  for (const name of not) {
    if (also.includes(name)) throw new UsageError(`--not ${name} contradicts --user or --also`);
  }
  const isBodyName = (name: string) => toBodyName(name) !== undefined;
  const isName = (name: string) => !isBodyName(name);
  return {
    confirmed: new Set(also.filter(isName)),
    rejected: new Set(not.filter(isName)),
    confirmedBodies: new Set(also.filter(isBodyName)),
    rejectedBodies: new Set(not.filter(isBodyName)),
  };
}

/** In another case an id would find nothing, and the command would seem to have erased everything. */
function readName(typed: string): string {
  return toBodyName(typed) ?? orUsage(() => checkName(typed));
}

function openPorts(user: FoundUser, { gateway, table, payloads }: Stores): ErasurePorts {
  const { clients, resources, localOrigin } = gateway;
  const queue = createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl);
  return {
    media: createS3Eraser(clients.s3, resources.mediaBucket, false),
    payloadEraser: createS3Eraser(clients.s3, resources.payloadBucket, localOrigin === undefined),
    payloads,
    eraseQueued: () => queue.deleteWhere((body) => ownerOfMessage(body, user).owner === 'user'),
    table,
    hashPartition: (pk) => hashErasedPartition(pk, user.names.confirmed, gateway.userHashKey),
  };
}
