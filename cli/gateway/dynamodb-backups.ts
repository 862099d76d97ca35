import {
  DescribeContinuousBackupsCommand,
  type DynamoDBClient,
  ListBackupsCommand,
} from '@aws-sdk/client-dynamodb';

export interface TableBackups {
  /** Days of point-in-time recovery; absent: it is off. */
  readonly recoveryDays: number | undefined;
  /** Names of the backups that somebody made. */
  readonly backups: readonly string[];
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
  };
}
