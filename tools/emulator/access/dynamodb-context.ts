import { z } from 'zod';
import type { RequestContext } from './request-context.ts';

const attributes = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The part of a request that says which items and which attributes it is about. */
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
 * What policies for fine-grained access can ask of a request. The parameters before expressions
 * (`KeyConditions`, `AttributesToGet`) are not read.
 *
 * @param partitionKey name of the partition key, which tells the leading keys apart.
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

/** The value that a query's key condition compares the partition key with. */
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

/** Not what follows a dot, which is nested, or a colon, which is a value, nor a function's name. */
const topLevelName = /(?<![\w.:#])#?[A-Za-z_]\w*(?!\w*\s*\()/g;

const keyword = /^(AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE)$/i;

function attributeNamed(
  name: string,
  { ExpressionAttributeNames = {} }: Pick<ItemRequest, 'ExpressionAttributeNames'>,
): string {
  return ExpressionAttributeNames[name] ?? name;
}
