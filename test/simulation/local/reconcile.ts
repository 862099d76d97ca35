import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { LoggedEvent } from '../../../local/event-bridge/event-log.ts';
import { parseEvent } from '../../../shared/stores/event-item.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** What the table and the bus hold, by message. */
export interface Holdings {
  /** Items for each message id: 1, since a key is taken once. */
  readonly inTable: ReadonlyMap<string, number>;
  /** Events for each event id. */
  readonly onBus: ReadonlyMap<string, number>;
  /** Event ids of the table's messages. */
  readonly idsInTable: ReadonlySet<string>;
}

export async function readHoldings(
  gateway: GatewayProcess,
  dataDirectory: string,
): Promise<Holdings> {
  const client = new DynamoDBClient({
    endpoint: gateway.awsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'reconcile', secretAccessKey: 'reconcile' },
  });
  const inTable = new Map<string, number>();
  const idsInTable = new Set<string>();
  const pages = paginateScan({ client }, { TableName: gateway.tableName });
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const event = parseEvent(item.detail?.S ?? '');
      if (event?.['detail-type'] !== 'message.received') continue;
      count(inTable, event.detail.data.message.id);
      if (item.publish?.N === '1') idsInTable.add(event.detail.metadata.id);
    }
  }
  client.destroy();
  const onBus = new Map<string, number>();
  const lines = createInterface(createReadStream(path.join(dataDirectory, 'events.jsonl')));
  for await (const line of lines) {
    const { event }: LoggedEvent = JSON.parse(line);
    const { metadata } = event.detail as { readonly metadata: { readonly id: string } };
    count(onBus, metadata.id);
  }
  return { inTable, onBus, idsInTable };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
