import {
  BatchExecuteStatementCommand,
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';
import { payloadPrefixes } from '../../../shared/payloads/payload-keys.ts';
import type { Item } from '../aws/dynamodb.ts';
import { type GatewayCode, gatewayCode, type OperatorClients } from '../gateway-code.ts';
import { type Changes, withStore } from './mutant.ts';

type Send = (command: object) => Promise<object>;

/** Commands of operators whose calls to one service are changed; each command has a client of its own. */
function withCalls(service: 'dynamodb' | 's3', change: (send: Send) => Send): Partial<GatewayCode> {
  return {
    toOperatorClients: (clients) => {
      const client: OperatorClients['dynamodb' | 's3'] = clients[service];
      const send = change((command) => Reflect.apply(client.send, client, [command]));
      return { ...clients, [service]: Object.assign(Object.create(client), { send }) };
    },
  };
}

/** Commands that do not write the items with such a key. */
function withoutPuts(isDropped: (item: Item) => boolean): Partial<GatewayCode> {
  return withCalls('dynamodb', (send) => async (command) => {
    const isPut = command instanceof PutItemCommand;
    return isPut && isDropped(command.input.Item ?? {}) ? {} : send(command);
  });
}

export const operatorChanges: Changes = {
  'erases event records and not their raw JSON in the payload bucket': [
    'erased: nothing of the user is left',
    withCalls('s3', (send) => async (command) => {
      if (!(command instanceof DeleteObjectsCommand)) return send(command);
      const { Delete: { Objects = [] } = {} } = command.input;
      const others = Objects.filter(({ Key }) => !Key?.startsWith(payloadPrefixes.raw));
      if (others.length === 0) return {};
      return send(new DeleteObjectsCommand({ ...command.input, Delete: { Objects: others } }));
    }),
  ],
  // Each of the two finds what the other one does not, and the unit tests look at them one by one.
  'knows neither which partitions it erased nor whose the outcome of a file is': [
    'erased: nothing of the user is left',
    {
      ...withoutPuts(({ pk }) => pk?.S === 'audit#erased-partitions'),
      ...withStore((store, record) => store({ ...record, userHashes: [] })),
    },
  ],
  'erases the record of another message with each record': [
    'erased: nothing of others is touched',
    withCalls('dynamodb', (send) => {
      const seen: Item[] = [];
      return async (command) => {
        const result = await send(command);
        if (command instanceof ScanCommand && 'Items' in result) {
          seen.push(...(result.Items as readonly Item[]));
        }
        if (command instanceof DeleteItemCommand) {
          const other = seen.find(({ pk }) => pk?.S !== command.input.Key?.pk?.S);
          const Key = other?.pk && other.sk && { pk: other.pk, sk: other.sk };
          if (Key) await send(new DeleteItemCommand({ ...command.input, Key }));
        }
        return result;
      };
    }),
  ],
  'announces that two names are of two people, and does not store it': [
    'conversation: only its own messages',
    withCalls('dynamodb', (send) => async (command) => {
      if (!(command instanceof BatchExecuteStatementCommand)) return send(command);
      const { Statements = [] } = command.input;
      return { Responses: Statements.map(() => ({})) };
    }),
  ],
  'replays every event record but messages': [
    'replayed: on the bus, as it was stored',
    withoutPuts(({ sk }) => /^replay#.*#message$/.test(sk?.S ?? '')),
  ],
  'keeps event records after they have expired': [
    'expired: deleted from the table',
    { hasTimeToLive: false },
  ],
  'publishes what it deletes': [
    'expired: not published again',
    {
      isForPublisher: (record) => gatewayCode.isForPublisher(asInserted(record)),
      publishRecords: (records, ports) =>
        gatewayCode.publishRecords(records.map(asInserted), ports),
    },
  ],
};

/** A removed item as if it were new. */
function asInserted(record: DynamoDBRecord): DynamoDBRecord {
  const { OldImage, ...dynamodb } = record.dynamodb ?? {};
  if (record.eventName !== 'REMOVE' || OldImage === undefined) return record;
  return { ...record, eventName: 'INSERT', dynamodb: { ...dynamodb, NewImage: OldImage } };
}
