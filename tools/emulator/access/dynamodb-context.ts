import { z } from 'zod';
import type { RequestContext } from './request-context.ts';

const attributes = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The part of a request that names items and attributes. */
export const itemRequest = z.object({
  IndexName: z.string().optional(),
  Key: attributes.optional(),
  Item: attributes.optional(),
  Keys: z.array(attributes).optional(),
  KeyConditionExpression: z.string().optional(),
  FilterExpression: z.string().optional(),
  ProjectionExpression: z.string().optional(),
  ConditionExpression: z.string().optional(),
  UpdateExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: attributes.optional(),
  Select: z.string().optional(),
});

export type ItemRequest = z.infer<typeof itemRequest>;

/**
 * Reads the condition keys for fine-grained access from a request. The legacy parameters
 * (`KeyConditions`, `AttributesToGet`) are not read.
 *
 * @param partitionKey name of the partition key, whose values are the leading keys
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function dynamodbContext(
  request: ItemRequest,
  partitionKey: string | undefined,
): RequestContext {
  const items = [request.Key, request.Item, ...(request.Keys ?? [])].filter(
    (item) => item !== undefined,
  );
  const leadingKeys = [
    ...items.map((item) => item[partitionKey ?? '']),
    ...queriedKeys(request, partitionKey),
  ].flatMap((value = {}) => Object.values(value).map(String));
  const names = new Set([
    ...items.flatMap((item) => Object.keys(item)),
    ...namesInExpressions(request),
  ]);
  return {
    ...(leadingKeys.length > 0 ? { 'dynamodb:LeadingKeys': leadingKeys } : {}),
    ...(names.size > 0 ? { 'dynamodb:Attributes': [...names] } : {}),
    ...(request.Select ? { 'dynamodb:Select': [request.Select] } : {}),
  };
}

/** The values to which the key condition of a query compares the partition key. */
function queriedKeys(
  { KeyConditionExpression = '', ExpressionAttributeValues = {}, ...request }: ItemRequest,
  partitionKey: string | undefined,
) {
  const equalities = KeyConditionExpression.matchAll(/(#?\w+)\s*=\s*(:\w+)/g);
  return [...equalities]
    .filter(([, name = '']) => attributeNamed(name, request) === partitionKey)
    .map(([, , value = '']) => ExpressionAttributeValues[value]);
}

function namesInExpressions(request: ItemRequest): readonly string[] {
  return [
    request.KeyConditionExpression,
    request.FilterExpression,
    request.ProjectionExpression,
    request.ConditionExpression,
    request.UpdateExpression,
  ].flatMap((expression) =>
    [...(expression ?? '').matchAll(topLevelName)]
      .map(([name]) => name)
      .filter((name) => !keyword.test(name))
      .map((name) => attributeNamed(name, request)),
  );
}

/** Excludes a name after a dot (nested), after a colon (a value) and before a parenthesis (a function). */
const topLevelName = /(?<![\w.:#])#?[A-Za-z_]\w*(?!\w*\s*\()/g;

const keyword = /^(AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE)$/i;

function attributeNamed(
  name: string,
  { ExpressionAttributeNames = {} }: Pick<ItemRequest, 'ExpressionAttributeNames'>,
): string {
  return ExpressionAttributeNames[name] ?? name;
}
