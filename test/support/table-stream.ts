import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';

type Item = Readonly<Record<string, AttributeValue>>;

/**
 * What a client inserts, as the table's stream would bring it to the publisher: what was put where nothing
 * was, and what a statement inserted.
 */
export function followInserts(client: DynamoDBClient) {
  const records: DynamoDBRecord[] = [];

  function add(item: Item): void {
    const SequenceNumber = String(records.length + 1).padStart(12, '0');
    const dynamodb = { SequenceNumber, NewImage: item };
    // The item in the SDK's form has its bytes as bytes, and the stream's as base64; none is read here.
    records.push({
      eventID: `event-${SequenceNumber}`,
      eventName: 'INSERT',
      dynamodb,
    } as unknown as DynamoDBRecord);
  }

  client.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request);
      const { Item, Statements = [] } = request.input as {
        readonly Item?: Item;
        readonly Statements?: readonly {
          readonly Statement: string;
          readonly Parameters: readonly AttributeValue[];
        }[];
      };
      if (Item !== undefined) add(Item);
      const { Responses = [] } = result.output as { Responses?: readonly { Error?: object }[] };
      for (const [index, { Statement, Parameters }] of Statements.entries()) {
        if (Responses[index]?.Error !== undefined) continue;
        const names = [...Statement.matchAll(/'(\w+)': \?/g)].map(([, name = '']) => name);
        const entries = names.map((name, at) => [name, Parameters[at]] as const);
        add(Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : []))));
      }
      return result;
    },
    { step: 'initialize' },
  );

  return {
    /** Those that are to be published, the oldest first, and takes them out. */
    take: (): readonly DynamoDBRecord[] =>
      records.splice(0).filter(({ dynamodb }) => dynamodb?.NewImage?.publish?.N === '1'),
  };
}
