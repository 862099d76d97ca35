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
  const { ContinuousBackupsDescription: continuous } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: tableName }),
  );
  const recovery = continuous?.PointInTimeRecoveryDescription;
  return {
    recoveryDays:
      recovery?.PointInTimeRecoveryStatus === 'ENABLED'
        ? (recovery.RecoveryPeriodInDays ?? defaultRecoveryDays)
        : undefined,
    backups: await readBackups(client, tableName),
    exports: await readExports(client, tableName),
  };
}

/** A page has at most 100. The SDK has no paginator for it. */
async function readBackups(client: DynamoDBClient, tableName: string): Promise<readonly string[]> {
  const names: string[] = [];
  let from: string | undefined;
  do {
    const { BackupSummaries = [], LastEvaluatedBackupArn } = await client.send(
      new ListBackupsCommand({
        TableName: tableName,
        BackupType: 'ALL',
        ExclusiveStartBackupArn: from,
      }),
    );
    names.push(...BackupSummaries.map(({ BackupName }) => BackupName ?? ''));
    from = LastEvaluatedBackupArn;
  } while (from !== undefined);
  return names;
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
