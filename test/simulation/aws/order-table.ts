import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { orderTable } from '../../../sdk/ordering/order-items.ts';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import { callAws } from './aws-calls.ts';
import type { Item } from './dynamodb.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

type Values = Readonly<Record<string, AttributeValue>>;

/** The conditions of writes. `undefined`: the item does not exist. */
const conditions: Readonly<Record<string, (item: Item | undefined, values: Values) => boolean>> = {
  'attribute_not_exists(position)': (item) => item === undefined,
  'attribute_exists(event)': (item) => item?.event !== undefined,
  'isDeadLetter = :true': (item) => item?.isDeadLetter?.BOOL === true,
  'beginnings = :beginnings': (item, values) => item?.beginnings?.N === values[':beginnings']?.N,
  'beginnings = :before OR attribute_not_exists(beginnings)': (item, values) =>
    item?.beginnings === undefined || item.beginnings.N === values[':before']?.N,
};

/** The table of an ordered subscription. */
export class OrderTable {
  readonly #items = new Map<string, Item>();
  readonly #onStored: (position: string) => void;

  /** @param onStored called when an event is stored that waits from now on */
  constructor(onStored: (position: string) => void) {
    this.#onStored = onStored;
  }

  clientFor(environment: ExecutionEnvironment): DynamoDBClient {
    const call = (operation: string, effect: () => object) =>
      callAws(environment, 'dynamodb', `order table ${operation}`, effect);
    return toModelClient(DynamoDBClient, (command) => {
      if (command instanceof PutItemCommand) {
        return call('PutItem', () => this.#put(command.input));
      }
      if (command instanceof UpdateItemCommand) {
        return call('UpdateItem', () => this.#update(command.input));
      }
      if (command instanceof GetItemCommand) {
        const { Key = {} } = command.input;
        return call('GetItem', () => ({ Item: this.#items.get(keyOf(Key)) }));
      }
      if (command instanceof QueryCommand) {
        return call('Query', () => ({ Items: this.#query(command.input) }));
      }
      throw unknownToModel(command.constructor.name);
    });
  }

  #put({ Item: item = {}, ...input }: PutItemCommandInput): object {
    this.#check(this.#items.get(keyOf(item)), input);
    this.#items.set(keyOf(item), item);
    this.#onStored(item[orderTable.sortKey]?.S ?? '');
    return {};
  }

  #update({ Key = {}, UpdateExpression = '', ...input }: UpdateItemCommandInput): object {
    const item = this.#items.get(keyOf(Key));
    this.#check(item, input);
    const { ExpressionAttributeValues: values = {} } = input;
    const [, set = '', , removed = ''] =
      /^SET ((#?\w+ = :\w+(?:, )?)+)(?: REMOVE ([#\w, ]+))?$/.exec(UpdateExpression) ?? [];
    if (set === '') throw unknownToModel(UpdateExpression);
    const updated: Record<string, AttributeValue> = { ...item, ...Key };
    for (const name of removed.split(', ')) delete updated[toName(name, input)];
    for (const part of set.split(', ')) {
      const [name = '', value = ''] = part.split(' = ');
      const given = values[value];
      if (given === undefined) throw unknownToModel(part);
      updated[toName(name, input)] = given;
    }
    this.#items.set(keyOf(Key), updated);
    return {};
  }

  #query({ ExpressionAttributeValues: values = {}, ...input }: QueryCommandInput) {
    const isOfModel =
      input.KeyConditionExpression ===
        'conversation = :conversation AND #position BETWEEN :from AND :to' &&
      input.FilterExpression === 'attribute_exists(#event)' &&
      input.ConsistentRead === true;
    if (!isOfModel) throw unknownToModel(input);
    const [conversation, from = '', to = ''] = [':conversation', ':from', ':to'].map(
      (name) => values[name]?.S,
    );
    const positionOf = (item: Item) => item[orderTable.sortKey]?.S ?? '';
    return [...this.#items.values()]
      .filter((item) => item[orderTable.partitionKey]?.S === conversation && item.event)
      .filter((item) => positionOf(item) >= from && positionOf(item) <= to)
      .sort((one, other) => (positionOf(one) < positionOf(other) ? -1 : 1));
  }

  #check(
    item: Item | undefined,
    {
      ConditionExpression,
      ExpressionAttributeValues = {},
      ...names
    }: Pick<
      UpdateItemCommandInput,
      'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): void {
    if (ConditionExpression === undefined) return;
    const condition = ConditionExpression.replace(/#\w+/g, (name) => toName(name, names));
    const holds = conditions[condition];
    if (holds === undefined) throw unknownToModel(ConditionExpression);
    if (holds(item, ExpressionAttributeValues)) return;
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      ...(item && { Item: { ...item } }),
    });
  }
}

function toName(
  name: string,
  { ExpressionAttributeNames = {} }: Pick<UpdateItemCommandInput, 'ExpressionAttributeNames'>,
): string {
  return ExpressionAttributeNames[name] ?? name;
}

function keyOf(item: Item): string {
  return `${item[orderTable.partitionKey]?.S} ${item[orderTable.sortKey]?.S}`;
}
