import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './dynamodb.ts';
import { unknownToModel } from './model-client.ts';

/** Sort keys of the table and of its indexes, by partition key. */
const sortKeys: Readonly<Record<string, string>> = {
  pk: 'sk',
  conversation: 'conversationSort',
  quarantine: 'quarantineSort',
};

/** The items of one partition of the table or of an index, in the order of their sort keys: one page. */
export function query(items: readonly Item[], input: QueryCommandInput): readonly Item[] {
  const { KeyConditionExpression = '', ExpressionAttributeValues: values = {} } = input;
  const condition = /^(\w+) = (:\w+)(?: AND begins_with\((\w+), (:\w+)\))?$/.exec(
    KeyConditionExpression,
  );
  const [, partitionKey = '', partition = '', sortKey, prefix = ''] = condition ?? [];
  const order = sortKeys[partitionKey];
  const isOfModel = order !== undefined && (sortKey === undefined || sortKey === order);
  if (!isOfModel || input.FilterExpression !== undefined) {
    throw unknownToModel(input);
  }
  // What the media mirror and the publisher decide by must not be stale. An index is always eventual.
  if (order === 'sk' && !input.ConsistentRead) throw unknownToModel(input);
  const start = values[prefix]?.S ?? '';
  return items
    .filter((item) => item[partitionKey]?.S === values[partition]?.S)
    .filter((item) => item[order]?.S?.startsWith(start))
    .sort((a, b) => ((a[order]?.S ?? '') < (b[order]?.S ?? '') ? -1 : 1))
    .slice(0, input.Limit);
}

/** One segment of the table. */
export function scan(
  items: readonly Item[],
  { Segment = 0, TotalSegments = 1, FilterExpression }: ScanCommandInput,
): readonly Item[] {
  if (FilterExpression !== undefined) throw unknownToModel(FilterExpression);
  return items.filter((_item, index) => index % TotalSegments === Segment);
}
