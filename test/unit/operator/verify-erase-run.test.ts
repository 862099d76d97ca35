import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NotFound,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import type { Stores } from '../../../tools/operator/gateway/open-stores.ts';
import { eraseRun } from '../../../tools/operator/verify/erase-run.ts';
import { anyPicture } from '../../../tools/operator/verify/plan-callbacks.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import {
  toMessageCallback,
  toUnrecognizedCallback,
} from '../../../tools/operator/verify/test-callbacks.ts';

const s3 = mockClient(S3Client);

beforeEach(() => {
  s3.reset();
  s3.on(DeleteObjectCommand).resolves({});
  s3.on(DeleteObjectsCommand).resolves({});
  s3.on(ListObjectsV2Command).resolves({ Contents: [] });
  s3.on(ListObjectVersionsCommand).resolves({ Versions: [] });
  s3.on(HeadObjectCommand).rejects(new NotFound({ message: 'no', $metadata: {} }));
});

afterAll(() => s3.restore());

const run = toRun(new Date('2026-11-28T12:00:00Z'));

/** The list of a day has the conversation of the test account, if the owner wants such lists. */
const listed = {
  pk: expect.stringMatching(/^whatsapp#447700900991#day#2026-11-28#[0-3]$/),
  sk: 'active#447700900990',
};

/** @param keepsItems whether the table keeps what is deleted */
async function erase(keepsItems = false) {
  const provider = { adapter: await loadProvider('incs'), sample: await loadSample('incs'), run };
  const callbacks = [
    toMessageCallback(provider, 'api', anyPicture),
    toUnrecognizedCallback(provider, 'unrecognized'),
  ].filter((callback) => callback !== undefined);
  const items = callbacks.map(({ record: { key, event } }) => ({ key, event }) as TableItem);
  const deleted: RecordKey[] = [];
  const isKept = ({ pk, sk }: RecordKey) =>
    keepsItems || !deleted.some((key) => key.pk === pk && key.sk === sk);
  const stores = {
    gateway: {
      localOrigin: undefined,
      clients: { s3: new S3Client({ region: 'us-east-1' }) },
      resources: { mediaBucket: 'media', payloadBucket: 'payloads' },
    },
    payloads: { delete: async () => {} },
    table: {
      readPartition: async (pk: string) => items.filter(({ key }) => key.pk === pk && isKept(key)),
      read: async (key: RecordKey) => (isKept(key) ? { key } : undefined),
      delete: async (key: RecordKey) => void deleted.push(key),
    },
  } as unknown as Stores;
  const { left } = await eraseRun(run, callbacks, stores);
  const keys = items.map(({ key }) => key);
  return { left, payloadKey: callbacks[1]?.record.payload?.key ?? '', keys, deleted };
}

it('leaves nothing', async () => {
  const { left, deleted, keys } = await erase();
  expect(left).toEqual([]);
  // The records last: what is left of a run is found by them.
  expect(deleted).toEqual([listed, ...keys]);
});

it('names the records that are left', async () => {
  const { left } = await erase(true);
  expect(left).toEqual([
    expect.stringMatching(/^message#incs#wamid\.tributary-verify-\S+ message$/),
    expect.stringMatching(/quarantine/),
    expect.stringMatching(/^whatsapp#447700900991#day#\S+ active#447700900990$/),
  ]);
});

it('names the files that are left', async () => {
  s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'incs/2026/11/28/file.png' }] });
  expect((await erase()).left).toEqual(['incs/2026/11/28/file.png']);
});

it('names the bodies of which a version is left, and the picture', async () => {
  const { payloadKey } = await erase();
  s3.on(ListObjectVersionsCommand, { Prefix: payloadKey }).resolves({
    Versions: [{ Key: payloadKey, VersionId: '1' }],
  });
  s3.on(HeadObjectCommand).resolves({});
  expect((await erase()).left).toEqual([payloadKey, `tributary-verify/${run.id}.png`]);
});
