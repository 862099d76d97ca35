import {
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListBackupsCommand,
  ListExportsCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readTableBackups } from '../../../tools/operator/aws/dynamodb-backups.ts';
import { createS3Eraser } from '../../../tools/operator/aws/s3-eraser.ts';
import { readFunctionSettings } from '../../../tools/operator/gateway/function-settings.ts';
import { readResources } from '../../../tools/operator/gateway/gateway.ts';

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
      ['acme', { channels: { 1: { phone: '15550100001' } }, retentionDays: 30 }],
    ]);
  });
});

describe('erasing objects', () => {
  const s3 = mockClient(S3Client);

  afterEach(() => s3.reset());
  afterAll(() => s3.restore());

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

  it('deletes a thousand at a time, and reports how many', async () => {
    s3.on(DeleteObjectsCommand).resolves({});
    const keys = Array.from({ length: 2_500 }, (_, index) => `media/${index}`);
    const gone: number[] = [];
    await createS3Eraser(new S3Client({}), 'media', false).erase(keys, (by) => gone.push(by));
    expect(gone).toEqual([1_000, 1_000, 500]);
    expect(deleted().flat()).toEqual(keys);
  });

  it('fails when S3 does not delete all of them', async () => {
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'b', Code: 'InternalError' }] });
    const erasing = createS3Eraser(new S3Client({}), 'media', false).erase(['a', 'b'], () => {});
    await expect(erasing).rejects.toThrow('1 of 2 objects (InternalError)');
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
    dynamodb.on(ListBackupsCommand).resolves({ BackupSummaries: [{ BackupName: 'before' }] });
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
      backups: ['before'],
      exports: ['s3://exports/of/us/AWSDynamoDB/01-a', 's3://exports/AWSDynamoDB/03-c'],
    });
    dynamodb.restore();
  });
});
