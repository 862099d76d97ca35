import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { FactStore, StoreOutcome } from '../../functions/callback/ports.ts';
import { TributaryError } from '../tributary-error.ts';
import { compareFacts, repeatSortKey } from './compare-records.ts';
import { readEvent, readRaw, toEventItem } from './event-item.ts';
import type { Fact } from './event-record.ts';

export interface FactStoreSettings {
  readonly tableName: string;
  /** Time to live of facts in days; absent: they are kept. */
  readonly retentionDays?: number | undefined;
}

type Repeated = Parameters<typeof readEvent>[0];

/**
 * Facts in the DynamoDB table: one conditional `PutItem` for a new fact. Only a fact whose key is
 * taken costs more, since then it is compared with the one that is there.
 */
export function createDynamoDbFactStore(
  client: DynamoDBClient,
  settings: FactStoreSettings,
): FactStore {
  return { store };

  async function store(fact: Fact): Promise<StoreOutcome> {
    const existing = await putUnlessPresent(fact, true);
    return existing === undefined ? 'stored' : keepBeside(existing, fact);
  }

  /** A feed's second telling may differ from its first, which is beside the fact already. */
  async function keepBeside(existing: Repeated, fact: Fact): Promise<StoreOutcome> {
    const event = readEvent(existing);
    if (event === undefined) return 'duplicate';
    const repeat = compareFacts({ detail: event.detail, raw: readRaw(existing) }, fact);
    if (repeat === 'duplicate') return repeat;
    const { event: told, raw, vaulted, key } = fact;
    const beside: Fact = {
      key: { pk: key.pk, sk: repeatSortKey(repeat, fact) },
      event: told,
      raw,
      vaulted,
    };
    const before = await putUnlessPresent(beside, false);
    if (before === undefined) return repeat;
    return repeat === 'retold' ? keepBeside(before, fact) : 'duplicate';
  }

  /** @returns the item that is there already, or `undefined` when the fact was new */
  async function putUnlessPresent(fact: Fact, publish: boolean): Promise<Repeated | undefined> {
    try {
      await client.send(
        new PutItemCommand({
          TableName: settings.tableName,
          Item: { ...toEventItem(fact, { publish, expiresAtSeconds: expiryOf(fact) }) },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
      throw new TributaryError(
        'store_unavailable',
        'the events table did not take a fact: look at its throttles and at the AWS status page',
        { retryable: true, cause: error },
      );
    }
  }

  function expiryOf(fact: Fact): number | undefined {
    if (settings.retentionDays === undefined) return undefined;
    const receivedAtMs = Date.parse(fact.event.detail.metadata.receivedAt);
    return Math.ceil(receivedAtMs / 1000) + settings.retentionDays * 86_400;
  }
}
