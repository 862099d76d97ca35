import {
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListBackupsCommand,
  paginateListExports,
} from '@aws-sdk/client-dynamodb';

export interface TableBackups {
  /** Days of point-in-time recovery; absent: it is off. */
  readonly recoveryDays: number | undefined;
  /** Names of the backups that somebody made. */
  readonly backups: readonly string[];
  /** Where exports of the last 90 days were written; DynamoDB does not know of older ones. */
  readonly exports: readonly string[];
}

/** DynamoDB's own limit, which it names only when another one is set. */
const defaultRecoveryDays = 35;

/** From which of the past states the table can be brought back. */
export async function readTableBackups(
  client: DynamoDBClient,
  tableName: string,
): Promise<TableBackups> {
  const [{ ContinuousBackupsDescription: continuous }, { BackupSummaries = [] }] =
    await Promise.all([
      client.send(new DescribeContinuousBackupsCommand({ TableName: tableName })),
      client.send(new ListBackupsCommand({ TableName: tableName, BackupType: 'ALL' })),
    ]);
  const recovery = continuous?.PointInTimeRecoveryDescription;
  return {
    recoveryDays:
      recovery?.PointInTimeRecoveryStatus === 'ENABLED'
        ? (recovery.RecoveryPeriodInDays ?? defaultRecoveryDays)
        : undefined,
    backups: BackupSummaries.map(({ BackupName }) => BackupName ?? ''),
    exports: await readExports(client, tableName),
  };
}

/** It is not told whether somebody deleted the objects since. */
async function readExports(client: DynamoDBClient, tableName: string): Promise<readonly string[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const places: string[] = [];
  const pages = paginateListExports({ client }, { TableArn: Table?.TableArn });
  for await (const { ExportSummaries = [] } of pages) {
    for (const { ExportArn = '', ExportStatus } of ExportSummaries) {
      if (ExportStatus === 'FAILED') continue;
      const { ExportDescription } = await client.send(new DescribeExportCommand({ ExportArn }));
      const { S3Bucket, S3Prefix } = ExportDescription ?? {};
      const id = ExportArn.slice(ExportArn.lastIndexOf('/') + 1);
      places.push(`s3://${[S3Bucket, S3Prefix, 'AWSDynamoDB', id].filter(Boolean).join('/')}`);
    }
  }
  return places;
}
