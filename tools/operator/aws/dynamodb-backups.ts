import {
  DescribeContinuousBackupsCommand,
  DescribeExportCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListBackupsCommand,
  paginateListExports,
} from '@aws-sdk/client-dynamodb';

/** The copies of a table that DynamoDB holds. */
export interface TableBackups {
  /** Days of point-in-time recovery; absent when it is off. */
  readonly recoveryDays: number | undefined;
  /** Names of the on-demand backups. */
  readonly backups: readonly string[];
  /** Locations of the exports of the last 90 days; DynamoDB does not list older ones. */
  readonly exports: readonly string[];
}

/** The default of DynamoDB, which it returns only when another period is set. */
const defaultRecoveryDays = 35;

/** Reads the copies from which a table can be restored. */
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

/** The objects of an export may have been deleted since; DynamoDB does not report that. */
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
