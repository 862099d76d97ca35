import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchExecuteStatementCommandInput,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListBackupsCommand,
  ListExportsCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';
import { callAws } from './aws-calls.ts';
import { query, scan } from './dynamodb-reads.ts';
import { itemBytes, itemProblems } from './item-quotas.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** DynamoDB deletes an expired item "within a few days" (developer guide, read on 2026-11-21). */
const expiryHours = 48;

const notExists = 'attribute_not_exists(pk)';

/** What these list, the table does not have. */
const aboutBackups = [DescribeContinuousBackupsCommand, ListBackupsCommand, ListExportsCommand];

/** The table `events`, and its stream. */
export class EventsTable {
  /** Every item that was ever put, in order, whether it is still there or not. */
  readonly written: Item[] = [];
  /** Keys of the items that a put replaced by another item. */
  readonly overwritten: string[] = [];
  /** What is wrong with each item that DynamoDB would refuse in every attempt. */
  readonly invalid: string[] = [];
  readonly #world: World;
  readonly #items = new Map<string, Item>();
  readonly #hasTimeToLive: boolean;
  readonly #onRecord: (record: DynamoDBRecord) => void;
  #sequence = 0;

  /** @param hasTimeToLive whether the table deletes items at their `expiresAt` */
  constructor(world: World, onRecord: (record: DynamoDBRecord) => void, hasTimeToLive = true) {
    this.#world = world;
    this.#hasTimeToLive = hasTimeToLive;
    this.#onRecord = onRecord;
  }

  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  has(pk: string, sk: string): boolean {
    return this.#items.has(`${pk} ${sk}`);
  }

  /** Puts an item without the gateway, as a person does in the AWS console. */
  put(item: Item): void {
    const key = keyOf(item);
    const old = this.#items.get(key);
    // A client that repeats a call writes the same item.
    if (old !== undefined && !isDeepStrictEqual(old, item)) this.overwritten.push(key);
    this.written.push(item);
    this.#items.set(key, item);
    this.#countSize(item);
    this.#expireLater(item);
    this.#announce(old === undefined ? 'INSERT' : 'MODIFY', key, item);
  }

  clientFor(environment: ExecutionEnvironment): DynamoDBClient {
    const call = (operation: string, effect: () => object) =>
      callAws(environment, 'dynamodb', operation, effect);
    return toModelClient(DynamoDBClient, (command) => {
      if (command instanceof PutItemCommand) {
        return call('PutItem', () => this.#putItem(command.input));
      }
      if (command instanceof BatchGetItemCommand) {
        return call('BatchGetItem', () => this.#batchGet(command.input));
      }
      if (command instanceof BatchExecuteStatementCommand) {
        return call('BatchExecuteStatement', () => this.#executeStatements(command.input));
      }
      if (command instanceof QueryCommand) {
        return call('Query', () => ({ Items: query(this.items, command.input) }));
      }
      if (command instanceof ScanCommand) {
        return call('Scan', () => ({ Items: scan(this.items, command.input) }));
      }
      if (command instanceof GetItemCommand) {
        const { Key = {} } = command.input;
        return call('GetItem', () => ({ Item: this.#items.get(keyOf(Key)) }));
      }
      if (command instanceof UpdateItemCommand) {
        return call('UpdateItem', () => this.#update(command.input));
      }
      if (command instanceof DeleteItemCommand) {
        const { Key = {} } = command.input;
        return call('DeleteItem', () => this.#delete(keyOf(Key)));
      }
      if (command instanceof DescribeTableCommand) {
        return call('DescribeTable', () => ({ Table: { ItemCount: this.#items.size } }));
      }
      if (aboutBackups.some((each) => command instanceof each)) {
        return call(command.constructor.name, () => ({}));
      }
      throw unknownToModel(command.constructor.name);
    });
  }

  #putItem({ Item: item = {}, ConditionExpression }: PutItemCommandInput): object {
    const problems = itemProblems(item);
    if (problems.length > 0) {
      this.invalid.push(`${keyOf(item)}: ${problems.join(', ')}`);
      throw namedError('ValidationException');
    }
    const existing = this.#items.get(keyOf(item));
    switch (ConditionExpression) {
      case notExists:
        if (existing === undefined) break;
        throw new ConditionalCheckFailedException({
          message: 'The conditional request failed',
          $metadata: {},
          Item: { ...existing },
        });
      case undefined:
        break;
      default:
        throw unknownToModel(ConditionExpression);
    }
    this.put(item);
    return {};
  }

  #batchGet({ RequestItems = {} }: BatchGetItemCommandInput): object {
    const { faults } = this.#world;
    const { Keys = [], ExpressionAttributeNames = {} } = RequestItems.events ?? { Keys: [] };
    if (Keys.length > 100 || hasRepeats(Keys.map(keyOf))) throw namedError('ValidationException');
    const projected = new Set(Object.values(ExpressionAttributeNames));
    const unread = Keys.filter(() => faults.surprise('key of a batch not read'));
    const events = Keys.filter((key) => !unread.includes(key)).flatMap((key) => {
      const item = this.#items.get(keyOf(key));
      if (item === undefined) return [];
      return [Object.fromEntries(Object.entries(item).filter(([name]) => projected.has(name)))];
    });
    return { Responses: { events }, UnprocessedKeys: { events: { Keys: unread } } };
  }

  /** PartiQL's `INSERT`, which is all that the gateway executes. One that fails stops no other. */
  #executeStatements({ Statements = [] }: BatchExecuteStatementCommandInput): object {
    const { faults } = this.#world;
    const items = Statements.map(({ Statement = '', Parameters = [] }) => {
      const [, attributes] = /^INSERT INTO "events" VALUE {(.+)}$/.exec(Statement) ?? [];
      if (attributes === undefined) throw unknownToModel(Statement);
      const names = [...attributes.matchAll(/'(\w+)': \?/g)].map(([, name = '']) => name);
      return Object.fromEntries(names.map((name, at) => [name, Parameters[at] ?? { NULL: true }]));
    });
    if (items.length > 25 || hasRepeats(items.map(keyOf))) throw namedError('ValidationException');
    const Responses = items.map((Item) => {
      if (faults.surprise('statement of a batch failed'))
        return { Error: { Code: 'ThrottlingError' } };
      try {
        return this.#putItem({ TableName: 'events', ConditionExpression: notExists, Item });
      } catch (error) {
        const isDuplicate = error instanceof ConditionalCheckFailedException;
        return { Error: { Code: isDuplicate ? 'DuplicateItem' : 'ValidationError' } };
      }
    });
    return { Responses };
  }

  /** The updates of the gateway: an item leaves the index `quarantine`, or expires at another time. */
  #update({
    Key = {},
    UpdateExpression = '',
    ExpressionAttributeValues: values = {},
  }: UpdateItemCommandInput): object {
    const key = keyOf(Key);
    const item = this.#items.get(key);
    if (item === undefined) throw namedError('ConditionalCheckFailedException');
    const [, name, value = '', removed = ''] =
      /^(?:SET (\w+) = (:\w+))? ?(?:REMOVE ([\w, ]+))?$/.exec(UpdateExpression) ?? [];
    if (name === undefined && removed === '') throw unknownToModel(UpdateExpression);
    const rest = Object.entries(item).filter(([each]) => !removed.split(', ').includes(each));
    const set = name && values[value] && { [name]: values[value] };
    const updated = { ...Object.fromEntries(rest), ...set };
    this.written[this.written.indexOf(item)] = updated;
    this.#items.set(key, updated);
    this.#expireLater(updated);
    this.#announce('MODIFY', key, updated);
    return {};
  }

  #delete(key: string): object {
    const item = this.#items.get(key);
    if (item === undefined) return {};
    this.#items.delete(key);
    this.#announce('REMOVE', key, item);
    return {};
  }

  #expireLater(item: Item): void {
    const { scheduler, random, tally } = this.#world;
    const expiresAt = item.expiresAt?.N;
    if (expiresAt === undefined || !this.#hasTimeToLive) return;
    const delayMs =
      Number(expiresAt) * 1000 - scheduler.nowMs + random.integer(0, expiryHours) * 3_600_000;
    scheduler.inBackground(delayMs, () => {
      const key = keyOf(item);
      if (this.#items.get(key)?.expiresAt?.N !== expiresAt) return;
      tally.count('item deleted by its time to live');
      this.#delete(key);
    });
  }

  #announce(eventName: 'INSERT' | 'MODIFY' | 'REMOVE', key: string, item: Item): void {
    this.#sequence += 1;
    this.#world.trace(`table ${eventName} ${key}`);
    const image = toStreamImage(item);
    this.#onRecord({
      eventID: `event-${this.#sequence}`,
      eventName,
      eventSource: 'aws:dynamodb',
      dynamodb: {
        Keys: toStreamImage({ pk: item.pk, sk: item.sk }),
        ...(eventName === 'REMOVE' ? { OldImage: image } : { NewImage: image }),
        SequenceNumber: String(this.#sequence).padStart(12, '0'),
        ApproximateCreationDateTime: this.#world.scheduler.nowMs / 1000,
      },
    });
  }

  #countSize(item: Item): void {
    const { tally } = this.#world;
    if (itemBytes(item) < 300_000) return;
    const isAscii = /^[\0-\x7f]*$/.test(item.detail?.S ?? '');
    tally.count(isAscii ? 'item over 300 KB' : 'item over 300 KB, not ASCII');
  }
}

function hasRepeats(keys: readonly string[]): boolean {
  return new Set(keys).size < keys.length;
}

function keyOf({ pk, sk }: Item): string {
  return `${pk?.S} ${sk?.S}`;
}

function namedError(name: string): Error {
  return Object.assign(new Error(name), { name });
}

type StreamImage = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** An item as the stream's JSON has it: bytes are base64. */
function toStreamImage(item: Readonly<Record<string, AttributeValue | undefined>>): StreamImage {
  const image: StreamImage = {};
  for (const [name, value] of Object.entries(item)) {
    const { S, N, B } = value ?? {};
    if (B !== undefined) image[name] = { B: Buffer.from(B).toString('base64') };
    else if (S !== undefined) image[name] = { S };
    else if (N !== undefined) image[name] = { N };
  }
  return image;
}
