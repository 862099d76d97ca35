import { UsageError } from '../../command-line/command-error.ts';
import type { TableItem } from '../aws/dynamodb-events-table.ts';
import { createS3Eraser } from '../aws/s3-eraser.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { createUserSearch, type FoundUser } from '../erase/find-user.ts';
import { type ErasurePlan, planErasure } from '../erase/plan-erasure.ts';
import {
  type FoundObjects,
  openPayloadSearch,
  quarantinedPartition,
} from '../erase/search-payloads.ts';
import { listUnreachable, type UnreachablePlace } from '../erase/unreachable.ts';
import { toUserName } from '../erase/user-names.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { readRetentions } from '../gateway/read-retentions.ts';
import { forEachInParallel } from '../in-parallel.ts';
import { createProgress } from '../progress.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import type { RecordSource } from '../record-source/record-source.ts';

/** Concurrent calls to DynamoDB and S3. */
const workers = 16;

export const erase = defineCommand({
  name: 'erase',
  summary: 'delete all data of one user',
  details: `Deletes event records, the provider's raw JSON and mirrored files with all their versions, and writes an
audit entry without personal data. Lists the places that it cannot reach, with the day on which their
copies expire. Event records about others that only mention the user, such as a contact card, are counted
and stay. An export lacks later data: erase again with a newer export, or without one.`,
  writes: true,
  options: {
    user: { type: 'string', value: 'NAME', help: 'phone number with country code, or user id' },
    ...recordSourceOptions,
  },
  async run(values, _names, context) {
    if (!values.user) throw new UsageError('--user is required');
    const stores = await openStores(context);
    const source = await openRecordSource(values, stores, context);
    const searchPayloads = await openPayloadSearch(stores.payloads, values['accept-cost'], context);
    const user = await findUser(toUserName(values.user), source, context);
    const objects = await searchPayloads(user.names);
    const plan = await completePlan(user, objects, stores, context);
    const retentions = await readRetentions(stores.gateway);
    const unreachable = listUnreachable({ ...retentions, asOf: source.asOf }, context.now());
    if (context.isConfirmed) await carryOut(plan, stores, context);
    report(plan, { user, objects, unreachable }, context);
    return 0;
  },
});

/** Reads the source again when an event record adds a name of the user. */
async function findUser(
  name: string,
  source: RecordSource,
  { output }: Pick<CommandContext, 'output'>,
): Promise<FoundUser> {
  let names: Iterable<string> = [name];
  for (;;) {
    const search = createUserSearch(names);
    await source.read(async (records) => {
      for (const record of records) search.look(record);
    });
    const found = search.found();
    if (search.isComplete()) return found;
    names = found.names;
    output.progress('found further names of the user; reading again');
  }
}

/** Adds what belongs to the found records: whole partitions, raw JSON and files. */
async function completePlan(
  { partitions, records: single }: FoundUser,
  { items: objectKeys }: FoundObjects,
  { gateway, table }: Stores,
  { output, now }: CommandContext,
): Promise<ErasurePlan> {
  const quarantined = objectKeys.map(quarantinedPartition).filter((pk) => pk !== undefined);
  const whole = [...new Set([...partitions, ...quarantined])];
  const items: TableItem[] = [];
  const count = createProgress(output, now, (read) => `${read} of ${whole.length} partitions read`);
  await forEachInParallel(whole, workers, async (pk) => {
    items.push(...(await table.readPartition(pk)));
    count(1);
  });
  await forEachInParallel(single, workers, async (key) => {
    const item = await table.read(key);
    if (item) items.push(item);
  });
  const plan = planErasure(items);
  const media = createS3Eraser(gateway.clients.s3, gateway.resources.mediaBucket, false);
  const mediaKeys = new Set(plan.mediaKeys);
  await forEachInParallel(plan.mediaFolders, workers, async (folder) => {
    for (const key of await media.keysBelow(folder)) mediaKeys.add(key);
  });
  return {
    ...plan,
    payloadKeys: [...new Set([...plan.payloadKeys, ...objectKeys])],
    mediaKeys: [...mediaKeys],
  };
}

/** Deletes event records last: while they exist, an erasure that was interrupted finds everything again. */
async function carryOut(
  { records, payloadKeys, mediaKeys }: ErasurePlan,
  { gateway, table }: Stores,
  { output, now }: CommandContext,
): Promise<void> {
  const { clients, resources, localOrigin } = gateway;
  const media = createS3Eraser(clients.s3, resources.mediaBucket, false);
  const payloads = createS3Eraser(clients.s3, resources.payloadBucket, localOrigin === undefined);
  const all = records.length + payloadKeys.length + mediaKeys.length;
  const count = createProgress(
    output,
    now,
    (gone) => `${gone} of ${all} event records and files erased`,
  );
  await media.erase(mediaKeys, count);
  await payloads.erase(payloadKeys, count);
  await forEachInParallel(records, workers, async (key) => {
    await table.delete(key);
    count(1);
  });
  await table.writeAudit('erasure', now(), {
    records: records.length,
    payloadObjects: payloadKeys.length,
    mediaObjects: mediaKeys.length,
  });
}

function report(
  { records, payloadKeys, mediaKeys }: ErasurePlan,
  {
    user,
    objects,
    unreachable,
  }: {
    readonly user: FoundUser;
    readonly objects: FoundObjects;
    readonly unreachable: readonly UnreachablePlace[];
  },
  { output, isConfirmed }: CommandContext,
): void {
  const counts = {
    records: records.length,
    payloadObjects: payloadKeys.length,
    mediaObjects: mediaKeys.length,
    mentions: user.mentions,
    deadLetters: objects.deadLetters,
  };
  output.print(
    { dryRun: !isConfirmed, ...counts, unreachable },
    [
      counts.records + counts.payloadObjects + counts.mediaObjects === 0
        ? 'no data of this user:'
        : `${isConfirmed ? 'erased' : 'would be erased; add --yes to erase'}:`,
      `  ${counts.records} event records under ${user.names.size} names of the user`,
      `  ${counts.payloadObjects} objects with raw JSON`,
      `  ${counts.mediaObjects} mirrored files`,
      ...(counts.mentions.length > 0
        ? [
            `${counts.mentions.length} event records about others mention the user and stay; --json lists them`,
          ]
        : []),
      ...(objects.deadLetters.length > 0
        ? [
            `${objects.deadLetters.length} dead letters mention the user: run dead-letters redrive, then erase again`,
          ]
        : []),
      'not erased:',
      ...unreachable.map(
        ({ place, expiresOn, note }) =>
          `  ${place}: ${expiresOn ? `expires on ${expiresOn}` : (note ?? 'never expires')}`,
      ),
    ].join('\n'),
  );
}
