import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { StateConflict } from '../../emulator-client/emulator-error.ts';
import type { PartitionKeyOf } from '../access/dynamodb-permissions.ts';
import { type AppResources, parseProperties, type StackResource } from '../template/stack.ts';

const keySchema = z.array(
  z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }),
);

const index = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const tableProperties = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  StreamSpecification: z
    .object({
      StreamViewType: z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']),
    })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

type TableProperties = z.infer<typeof tableProperties>;

/**
 * Creates a table with its indexes, its stream and its time to live, unless it exists from an earlier
 * start.
 *
 * @throws {EmulatorError} when the table that exists has other keys than the template's
 */
export async function ensureTable(
  dynamodb: DynamoDBClient,
  resource: StackResource,
): Promise<void> {
  const properties = parseProperties(resource, tableProperties);
  const existing = await describeTable(dynamodb, resource.ref);
  if (existing) return requireSameKeys(resource, properties, existing);
  const { StreamSpecification: stream, TimeToLiveSpecification: timeToLive } = properties;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: resource.ref,
      BillingMode: 'PAY_PER_REQUEST',
      ...toKeys(properties),
      ...(stream ? { StreamSpecification: { StreamEnabled: true, ...stream } } : {}),
    }),
  );
  if (!timeToLive?.Enabled) return;
  await dynamodb.send(
    new UpdateTimeToLiveCommand({ TableName: resource.ref, TimeToLiveSpecification: timeToLive }),
  );
}

/** Reads the partition keys of the template's tables and of their indexes. */
export function readPartitionKeys({ resources, omissions }: AppResources): PartitionKeyOf {
  const keys = new Map(
    resources.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap((table) => {
      const properties = omissions.attempt(table, () => parseProperties(table, tableProperties));
      if (properties === undefined) return [];
      const { KeySchema, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = properties;
      const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
      return [
        [table.ref, partitionKey(KeySchema)] as const,
        ...indexes.map(
          (each) => [`${table.ref}/${each.IndexName}`, partitionKey(each.KeySchema)] as const,
        ),
      ];
    }),
  );
  return (tableName, indexName) =>
    keys.get(indexName === undefined ? tableName : `${tableName}/${indexName}`);
}

function partitionKey(keys: z.infer<typeof keySchema>): string | undefined {
  return keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
}

async function describeTable(
  dynamodb: DynamoDBClient,
  tableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName: tableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function toKeys(
  properties: TableProperties,
): Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } =
    properties;
  return { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes };
}

function requireSameKeys(
  { ref, logicalId }: StackResource,
  wanted: TableProperties,
  existing: TableDescription,
): void {
  const isSame =
    toShape(wanted.KeySchema, wanted.GlobalSecondaryIndexes) ===
      toShape(existing.KeySchema, existing.GlobalSecondaryIndexes) &&
    wanted.StreamSpecification?.StreamViewType === existing.StreamSpecification?.StreamViewType;
  if (isSame) return;
  throw new StateConflict(
    `the table ${ref} (${logicalId}) in the data directory has other keys, indexes or another stream than the template: delete the data directory, or start with --ephemeral or another --data`,
  );
}

/** Keys and indexes as one string, for comparison. */
function toShape(
  keys: TableDescription['KeySchema'],
  indexes: readonly Pick<GlobalSecondaryIndexDescription, 'IndexName' | 'KeySchema'>[] = [],
): string {
  const names = keys?.map(({ AttributeName }) => AttributeName).join();
  return [names, ...indexes.map(({ IndexName, KeySchema }) => `${IndexName} ${toShape(KeySchema)}`)]
    .toSorted()
    .join('; ');
}
