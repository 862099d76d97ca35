import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';
import { callAws } from './aws-calls.ts';
import { itemProblems } from './item-quotas.ts';
import { toModelClient, unknownToModel } from './model-client.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** The table `events`, and its stream. */
export class EventsTable {
  readonly #world: World;
  readonly #items = new Map<string, Item>();
  readonly #onRecord: (record: DynamoDBRecord) => void;
  #sequence = 0;

  constructor(world: World, onRecord: (record: DynamoDBRecord) => void) {
    this.#world = world;
    this.#onRecord = onRecord;
  }

  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** Puts an item without the gateway, as a person does in the AWS console. */
  put(item: Item): void {
    const key = keyOf(item);
    const eventName = this.#items.has(key) ? 'MODIFY' : 'INSERT';
    this.#items.set(key, item);
    this.#sequence += 1;
    this.#world.trace(`table ${eventName} ${key}`);
    this.#onRecord({
      eventName,
      eventSource: 'aws:dynamodb',
      dynamodb: {
        Keys: toStreamImage({ pk: item.pk, sk: item.sk }),
        NewImage: toStreamImage(item),
        SequenceNumber: String(this.#sequence).padStart(12, '0'),
        ApproximateCreationDateTime: this.#world.scheduler.nowMs / 1000,
      },
    });
  }

  clientFor(environment: ExecutionEnvironment): DynamoDBClient {
    return toModelClient(DynamoDBClient, (command) => {
      if (command instanceof PutItemCommand) {
        return callAws(environment, 'dynamodb', 'PutItem', () => this.#putItem(command.input));
      }
      if (command instanceof QueryCommand) {
        return callAws(environment, 'dynamodb', 'Query', () => this.#query(command.input));
      }
      throw unknownToModel(command.constructor.name);
    });
  }

  #putItem({ Item: item = {}, ConditionExpression }: PutItemCommandInput): object {
    if (itemProblems(item).length > 0) throw namedError('ValidationException');
    const existing = this.#items.get(keyOf(item));
    switch (ConditionExpression) {
      case 'attribute_not_exists(pk)':
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

  #query(input: QueryCommandInput): object {
    const { KeyConditionExpression, ExpressionAttributeValues: values = {} } = input;
    if (KeyConditionExpression !== 'pk = :pk AND begins_with(sk, :media)' || !input.ConsistentRead)
      throw unknownToModel(input);
    const Items = this.items.filter(
      ({ pk, sk }) => pk?.S === values[':pk']?.S && sk?.S?.startsWith(values[':media']?.S ?? ''),
    );
    return { Items };
  }
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
