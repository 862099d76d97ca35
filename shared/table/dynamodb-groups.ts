import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementRequest,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { AttributeName } from './attributes.ts';
import type { EventItem, ItemAttributes } from './event-item.ts';
import type { EventRecord } from './event-record.ts';
import type { PutPayload } from './event-store.ts';
import { type RecordKey, toKeyText } from './keys.ts';

/** DynamoDB's quotas for one call, read on 2026-11-28 in the API reference. */
const quotas = {
  /** `BatchGetItem`. */
  keys: 100,
  /** `BatchExecuteStatement`. */
  statements: 25,
};

/** The attributes by which a record is compared with one that exists. */
const compared = [
  'pk',
  'sk',
  'detail',
  'raw',
  'payloadKey',
] as const satisfies readonly AttributeName[];

/** A table, and what ends the calls to it. */
export interface Target {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The items with these keys, by `toKeyText`; all calls at the same time.
 *
 * Not guaranteed: that every such item is in the result. The reads are eventually consistent, DynamoDB
 * leaves out what is too much for one response, and a call that fails finds nothing.
 *
 * @param keys all different: DynamoDB refuses a call with the same key twice
 * @param names the attributes to read, with those of the key
 */
export async function readItems(
  target: Target,
  keys: readonly RecordKey[],
  names: readonly AttributeName[] = compared,
): Promise<ReadonlyMap<string, ItemAttributes>> {
  const groups = toGroups(keys, quotas.keys).map((group) => readGroup(target, group, names));
  const items = (await Promise.all(groups)).flat();
  return new Map(items.map((item) => [toKeyText(keyOf(item)), item]));
}

function keyOf({ pk, sk }: ItemAttributes): RecordKey {
  return { pk: pk?.S ?? '', sk: sk?.S ?? '' };
}

async function readGroup(
  { client, tableName, signal }: Target,
  keys: readonly RecordKey[],
  names: readonly AttributeName[],
): Promise<readonly ItemAttributes[]> {
  const command = new BatchGetItemCommand({
    RequestItems: {
      [tableName]: {
        Keys: keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } })),
        ProjectionExpression: names.map((name) => `#${name}`).join(', '),
        // `raw` is a reserved word of DynamoDB.
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      },
    },
  });
  try {
    const { Responses } = await client.send(command, signal ? { abortSignal: signal } : {});
    return Responses?.[tableName] ?? [];
  } catch {
    return [];
  }
}

/**
 * Inserts items whose keys do not exist; all calls at the same time. PartiQL's `INSERT` refuses a key
 * that exists. Each group is inserted as soon as its payloads are durable, so that what a callback has
 * stored until it is ended need not be stored again.
 *
 * Not guaranteed: that what is not in the result was not inserted. A response may be lost.
 *
 * @param sources what items are made of; their keys are all different
 * @returns those whose items are inserted
 */
export async function insertItems<Source extends { readonly record: EventRecord }>(
  target: Target,
  sources: readonly Source[],
  toItem: (source: Source) => EventItem,
  putPayload: PutPayload,
): Promise<readonly Source[]> {
  const hasPayload = ({ record: { payload } }: Source): Promise<boolean> =>
    payload === undefined
      ? Promise.resolve(true)
      : putPayload(payload).then(
          () => true,
          () => false,
        );
  const groups = toGroups(sources, quotas.statements).map(async (group) => {
    const isReady = await Promise.all(group.map(hasPayload));
    const ready = group.filter((_source, index) => isReady[index]);
    const isInserted = await insertGroup(target, ready.map(toItem));
    return ready.filter((_source, index) => isInserted[index]);
  });
  return (await Promise.all(groups)).flat();
}

async function insertGroup(
  { client, tableName, signal }: Target,
  items: readonly EventItem[],
): Promise<readonly boolean[]> {
  const Statements = items.map((item) => toInsertStatement(tableName, item));
  if (Statements.length === 0) return [];
  try {
    const command = new BatchExecuteStatementCommand({ Statements });
    const { Responses = [] } = await client.send(command, signal ? { abortSignal: signal } : {});
    return Responses.map(({ Error: error }) => error === undefined);
  } catch {
    return [];
  }
}

/** The statement of PartiQL that inserts an item, and fails when its key exists. */
export function toInsertStatement(tableName: string, item: ItemAttributes): BatchStatementRequest {
  const attributes = Object.entries(item);
  const values = attributes.map(([name]) => `'${name}': ?`).join(', ');
  return {
    Statement: `INSERT INTO "${tableName}" VALUE {${values}}`,
    Parameters: attributes.map(([, value]) => value),
  };
}

function toGroups<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );
}
