import {
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListBackupsCommand,
  ListExportsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readTableBackups } from '../../../tools/operator/aws/dynamodb-backups.ts';
import {
  createS3BucketContents,
  type ObjectVersion,
} from '../../../tools/operator/aws/s3-bucket-contents.ts';
import { createS3Eraser } from '../../../tools/operator/aws/s3-eraser.ts';
import {
  readFunctionSettings,
  readLogsDays,
} from '../../../tools/operator/gateway/function-settings.ts';
import { readResources } from '../../../tools/operator/gateway/gateway.ts';

const s3 = mockClient(S3Client);

afterEach(() => s3.reset());
afterAll(() => s3.restore());

describe('a stack', () => {
  it('that is older than the CLI must be deployed again', () => {
    expect(() => readResources({ EventsTableName: 'table' })).toThrow(
      'deploy it with this version',
    );
  });

  it('has the settings of each provider’s function', () => {
    const secret = { Ref: 'AcmeSecret' };
    const Environment = {
      Variables: {
        PROVIDER_SECRET: secret,
        PROVIDER_CHANNELS: '{"1":{"phone":"15550100001"}}',
        RETENTION_DAYS: '30',
        SIGNATURE_POLICY: 'required',
      },
    };
    const template = {
      Resources: {
        Mirror: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: {} } } },
        Acme: { Type: 'AWS::Lambda::Function', Properties: { Environment } },
      },
      Outputs: { AcmeSecretArn: { Value: secret } },
    };
    expect([...readFunctionSettings(template, ['acme', 'absent'])]).toEqual([
      [
        'acme',
        {
          channels: { 1: { phone: '15550100001' } },
          retentionDays: 30,
          signaturePolicy: 'required',
        },
      ],
    ]);
  });
});

it.each([
  ['the longest of the log groups', [7, 30], 30],
  ['not limited when one is not', [7, undefined], undefined],
  ['not limited without log groups', [], undefined],
])('the retention of log lines is %s', (_, days, expected) => {
  const groups = days.map((RetentionInDays, index) => [
    `Logs${index}`,
    { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays } },
  ]);
  expect(readLogsDays({ Resources: Object.fromEntries(groups), Outputs: {} })).toBe(expected);
});

describe('erasing objects', () => {
  const deleted = () =>
    s3
      .commandCalls(DeleteObjectsCommand)
      .map(({ args: [{ input }] }) =>
        input.Delete?.Objects?.map(({ Key, VersionId }) => [Key, VersionId].join(' ').trim()),
      );

  it('deletes every version, over all pages, and none of a key with the same beginning', async () => {
    s3.on(ListObjectVersionsCommand)
      .resolves({
        Versions: [
          { Key: 'raw/a', VersionId: '1' },
          { Key: 'raw/ab', VersionId: '9' },
        ],
        DeleteMarkers: [{ Key: 'raw/a', VersionId: '3' }],
        IsTruncated: true,
        NextKeyMarker: 'raw/ab',
      })
      .on(ListObjectVersionsCommand, { KeyMarker: undefined })
      .resolves({
        Versions: [{ Key: 'raw/a', VersionId: '2' }],
        IsTruncated: true,
        NextKeyMarker: 'raw/a',
        NextVersionIdMarker: '2',
      });
    s3.on(DeleteObjectsCommand).resolves({});
    await createS3Eraser(new S3Client({}), 'payloads', true).erase(['raw/a'], () => {});
    expect(deleted()).toEqual([['raw/a 2', 'raw/a 1', 'raw/a 3']]);
  });

  it('deletes only what was overwritten or deleted, where what a key has now must stay', async () => {
    s3.on(ListObjectVersionsCommand).resolves({
      Versions: [
        { Key: 'dead-letters/1', VersionId: '3', IsLatest: true },
        { Key: 'dead-letters/1', VersionId: '2', IsLatest: false },
      ],
      DeleteMarkers: [{ Key: 'dead-letters/1', VersionId: '1', IsLatest: false }],
    });
    s3.on(DeleteObjectsCommand).resolves({});
    await createS3Eraser(new S3Client({}), 'payloads', true).eraseOldVersions(['dead-letters/1']);
    expect(deleted()).toEqual([['dead-letters/1 2', 'dead-letters/1 1']]);
    s3.resetHistory();
    await createS3Eraser(new S3Client({}), 'media', false).eraseOldVersions(['a']);
    expect(s3.calls()).toEqual([]);
  });

  it('deletes a thousand at a time, and reports how many', async () => {
    s3.on(DeleteObjectsCommand).resolves({});
    const keys = Array.from({ length: 2_500 }, (_, index) => `media/${index}`);
    const gone: number[] = [];
    await createS3Eraser(new S3Client({}), 'media', false).erase(keys, (by) => gone.push(by));
    expect(gone).toEqual([1_000, 1_000, 500]);
    expect(deleted().flat()).toEqual(keys);
  });

  it('deletes every version of an object that has more than one request can delete', async () => {
    const Versions = Array.from({ length: 1_500 }, (_, index) => ({
      Key: 'raw/a',
      VersionId: `${index}`,
    }));
    s3.on(ListObjectVersionsCommand).resolves({ Versions });
    s3.on(DeleteObjectsCommand).resolves({});
    await createS3Eraser(new S3Client({}), 'payloads', true).erase(['raw/a'], () => {});
    const batches = s3
      .commandCalls(DeleteObjectsCommand)
      .map(({ args: [{ input }] }) => input.Delete?.Objects ?? []);
    expect(batches.map(({ length }) => length)).toEqual([1_000, 500]);
    expect(batches.flat().map(({ VersionId }) => VersionId)).toEqual(
      Versions.map(({ VersionId }) => VersionId),
    );
  });

  it('fails when S3 does not delete all of them', async () => {
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'b', Code: 'InternalError' }] });
    const erasing = createS3Eraser(new S3Client({}), 'media', false).erase(['a', 'b'], () => {});
    await expect(erasing).rejects.toThrow('1 of 2 objects (InternalError)');
  });
});

describe('the contents of a bucket', () => {
  it('are every version of every object, over all pages', async () => {
    const LastModified = new Date('2026-01-02T03:04:05Z');
    s3.on(ListObjectVersionsCommand)
      .resolves({
        Versions: [{ Key: 'raw/b', VersionId: '1', Size: 3, LastModified, IsLatest: true }],
      })
      .on(ListObjectVersionsCommand, { KeyMarker: undefined })
      .resolves({
        Versions: [{ Key: 'raw/a', VersionId: '2', Size: 2, LastModified, IsLatest: false }],
        DeleteMarkers: [{ Key: 'raw/a', VersionId: '3', IsLatest: true }],
        IsTruncated: true,
        NextKeyMarker: 'raw/a',
        NextVersionIdMarker: '2',
      });
    const modifiedAt = LastModified.toISOString();
    const contents = createS3BucketContents(new S3Client({}), 'payloads', true);
    const listed: ObjectVersion[] = [];
    for await (const page of contents.pages()) listed.push(...page);
    expect(listed).toEqual([
      { key: 'raw/a', versionId: '2', bytes: 2, modifiedAt, isLatest: false },
      { key: 'raw/b', versionId: '1', bytes: 3, modifiedAt, isLatest: true },
    ]);
    expect(s3.commandCalls(ListObjectVersionsCommand)[1]?.args[0].input).toMatchObject({
      KeyMarker: 'raw/a',
      VersionIdMarker: '2',
    });
  });

  it.each(['NoSuchKey', 'NoSuchVersion'])(
    'lack a version that is gone meanwhile: %s',
    async (name) => {
      s3.on(GetObjectCommand).rejects(
        name === 'NoSuchKey'
          ? new NoSuchKey({ message: 'gone', $metadata: {} })
          : Object.assign(new Error('gone'), { name }),
      );
      const contents = createS3BucketContents(new S3Client({}), 'payloads', true);
      expect(await contents.read({ key: 'raw/a', versionId: '1' })).toBeUndefined();
      expect(s3.commandCalls(GetObjectCommand)[0]?.args[0].input.VersionId).toBe('1');
    },
  );

  it('are not taken for searched when they may not be read', async () => {
    s3.on(GetObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    s3.on(HeadObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    const contents = createS3BucketContents(new S3Client({}), 'payloads', true);
    await expect(contents.read({ key: 'raw/a', versionId: '1' })).rejects.toThrow('no');
    await expect(contents.readHeaders('a')).rejects.toThrow('no');
  });
});

describe('the copies of a table', () => {
  it('are its recovery period, its backups and its exports without failed ones', async () => {
    const dynamodb = mockClient(DynamoDBClient);
    const table = 'arn:aws:dynamodb:us-east-1:123456789012:table/events';
    dynamodb.on(DescribeContinuousBackupsCommand).resolves({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
      },
    });
    dynamodb
      .on(ListBackupsCommand)
      .resolves({ BackupSummaries: [{ BackupName: 'before' }], LastEvaluatedBackupArn: 'before' })
      .on(ListBackupsCommand, { ExclusiveStartBackupArn: 'before' })
      .resolves({ BackupSummaries: [{ BackupName: 'on the second page' }] });
    dynamodb.on(DescribeTableCommand).resolves({ Table: { TableArn: table } });
    dynamodb.on(ListExportsCommand, { TableArn: table }).resolves({
      ExportSummaries: [
        { ExportArn: `${table}/export/01-a`, ExportStatus: 'COMPLETED' },
        { ExportArn: `${table}/export/02-b`, ExportStatus: 'FAILED' },
        { ExportArn: `${table}/export/03-c`, ExportStatus: 'IN_PROGRESS' },
      ],
    });
    dynamodb
      .on(DescribeExportCommand)
      .resolves({ ExportDescription: { S3Bucket: 'exports' } })
      .on(DescribeExportCommand, { ExportArn: `${table}/export/01-a` })
      .resolves({ ExportDescription: { S3Bucket: 'exports', S3Prefix: 'of/us' } });
    expect(await readTableBackups(new DynamoDBClient({}), 'events')).toEqual({
      recoveryDays: 35,
      backups: ['before', 'on the second page'],
      exports: ['s3://exports/of/us/AWSDynamoDB/01-a', 's3://exports/AWSDynamoDB/03-c'],
    });
    dynamodb.restore();
  });
});
