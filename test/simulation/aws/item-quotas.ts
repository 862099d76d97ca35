import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** DynamoDB's quotas (developer guide, "Quotas", read 2026-11-21), of the table and of its indexes. */
const maxItemBytes = 400 * 1024;
const maxPartitionKeyBytes = 2048;
const maxSortKeyBytes = 1024;

const partitionKeys = ['pk', 'conversation', 'quarantine'];
const sortKeys = ['sk', 'conversationSort', 'quarantineSort'];

/** Why DynamoDB would refuse an item in every attempt; empty if it accepts the item. */
export function itemProblems(item: Readonly<Record<string, AttributeValue>>): readonly string[] {
  const problems: string[] = [];
  if (itemBytes(item) > maxItemBytes) problems.push('item too large');
  const limits = [
    ...partitionKeys.map((name) => [name, maxPartitionKeyBytes] as const),
    ...sortKeys.map((name) => [name, maxSortKeyBytes] as const),
  ];
  for (const [name, maxBytes] of limits) {
    const text = item[name]?.S;
    if (text === undefined) continue;
    if (text === '') problems.push(`${name} empty`);
    if (Buffer.byteLength(text) > maxBytes) problems.push(`${name} too long`);
  }
  for (const [name, { S }] of Object.entries(item)) {
    if (S?.isWellFormed() === false) problems.push(`${name} is not Unicode text`);
  }
  return problems;
}

/** The size of an item as DynamoDB counts it: its names and values in UTF-8. */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((bytes, [name, { S, N, B }]) => {
    const value = S ?? N ?? '';
    return bytes + Buffer.byteLength(name) + Buffer.byteLength(value) + (B?.byteLength ?? 0);
  }, 0);
}
