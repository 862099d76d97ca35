import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../../../../tools/emulator/access/request-context.ts';
import type { AwsCall } from '../../../../tools/emulator/aws/call.ts';
import { call, conditionKeysOf, neededBy } from './calls.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/events';

describe('a call of DynamoDB', () => {
  it.each<[string, AwsCall, unknown, string[]]>([
    [
      'PutItem',
      call('dynamodb', 'PutItem'),
      { TableName: 'events' },
      [`dynamodb:PutItem ${table}`],
    ],
    [
      'a query by ARN',
      call('dynamodb', 'Query'),
      { TableName: table },
      [`dynamodb:Query ${table}`],
    ],
    [
      'a query of an index',
      call('dynamodb', 'Query'),
      { TableName: 'events', IndexName: 'i' },
      [`dynamodb:Query ${table}/index/i`],
    ],
    [
      'a batch',
      call('dynamodb', 'BatchWriteItem'),
      { RequestItems: { events: [] } },
      [`dynamodb:BatchWriteItem ${table}`],
    ],
    [
      'a transaction',
      call('dynamodb', 'TransactWriteItems'),
      {
        TransactItems: [
          { Put: { TableName: 'events' } },
          { ConditionCheck: { TableName: 'events' } },
        ],
      },
      [`dynamodb:PutItem ${table}`, `dynamodb:ConditionCheckItem ${table}`],
    ],
    [
      'PartiQL that inserts',
      call('dynamodb', 'BatchExecuteStatement'),
      { Statements: [{ Statement: `INSERT INTO "events" VALUE {'pk': ?, 'sk': ?}` }] },
      [`dynamodb:PartiQLInsert ${table}`],
    ],
    [
      'PartiQL that does not only insert',
      call('dynamodb', 'BatchExecuteStatement'),
      {
        Statements: [
          { Statement: `INSERT INTO "events" VALUE {'pk': ?}` },
          { Statement: `SELECT * FROM "events" WHERE pk = ?` },
        ],
      },
      ['dynamodb:BatchExecuteStatement *'],
    ],
    [
      'reading a stream',
      call('dynamodb', 'GetRecords'),
      { ShardIterator: Buffer.from('{"table_name":"events"}').toString('base64') },
      [`dynamodb:GetRecords ${table}/stream/2026-01-01T00:00:00.000`],
    ],
    [
      'reading a stream of another engine, whose iterators are opaque',
      call('dynamodb', 'GetRecords'),
      { ShardIterator: 'opaque' },
      [],
    ],
    ['a list of tables', call('dynamodb', 'ListTables'), {}, ['dynamodb:ListTables *']],
  ])('needs the permissions that AWS requires: %s', (_, made, input, expected) => {
    expect(neededBy(made, input)).toEqual(expected);
  });

  it.each<[string, AwsCall, unknown, RequestContext]>([
    [
      'a query',
      call('dynamodb', 'Query'),
      {
        TableName: 'events',
        KeyConditionExpression: '#pk = :pk AND begins_with (sk, :kind)',
        ProjectionExpression: 'pk, detail.#inner[0].x',
        FilterExpression: 'NOT attribute_exists(raw) OR size(alias) IN (:n)',
        ExpressionAttributeNames: { '#pk': 'pk', '#inner': 'inner' },
        ExpressionAttributeValues: { ':pk': { S: 'message#1' }, ':kind': { S: 'status#' } },
        Select: 'SPECIFIC_ATTRIBUTES',
      },
      {
        'dynamodb:LeadingKeys': ['message#1'],
        'dynamodb:Attributes': ['pk', 'sk', 'raw', 'alias', 'detail'],
        'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
      },
    ],
    [
      'a put',
      call('dynamodb', 'PutItem'),
      { TableName: 'events', Item: { pk: { S: 'a' }, n: { N: '1' } } },
      { 'dynamodb:LeadingKeys': ['a'], 'dynamodb:Attributes': ['pk', 'n'] },
    ],
    [
      'a batch of writes',
      call('dynamodb', 'BatchWriteItem'),
      {
        RequestItems: {
          events: [
            { PutRequest: { Item: { pk: { S: 'a' } } } },
            { DeleteRequest: { Key: { pk: { S: 'b' } } } },
          ],
        },
      },
      { 'dynamodb:LeadingKeys': ['a', 'b'], 'dynamodb:Attributes': ['pk'] },
    ],
    [
      'a batch of reads',
      call('dynamodb', 'BatchGetItem'),
      { RequestItems: { events: { Keys: [{ pk: { S: 'a' } }], ProjectionExpression: 'detail' } } },
      { 'dynamodb:LeadingKeys': ['a'], 'dynamodb:Attributes': ['pk', 'detail'] },
    ],
    [
      'an update in a transaction',
      call('dynamodb', 'TransactWriteItems'),
      {
        TransactItems: [
          {
            Update: {
              TableName: 'events',
              Key: { pk: { S: 'a' } },
              UpdateExpression: 'SET n = if_not_exists(n, :one) + :one REMOVE old',
            },
          },
        ],
      },
      { 'dynamodb:LeadingKeys': ['a'], 'dynamodb:Attributes': ['pk', 'n', 'old'] },
    ],
    [
      'an insertion by PartiQL',
      call('dynamodb', 'BatchExecuteStatement'),
      {
        Statements: [
          {
            Statement: `INSERT INTO "events" VALUE {'pk': ?, 'raw': ?}`,
            Parameters: [{ S: 'a' }, { B: 'AA==' }],
          },
        ],
      },
      { 'dynamodb:LeadingKeys': ['a'], 'dynamodb:Attributes': ['pk', 'raw'] },
    ],
    ['a scan', call('dynamodb', 'Scan'), { TableName: 'events' }, {}],
  ])('has condition keys for its input: %s', (_, made, input, expected) => {
    expect(conditionKeysOf(made, input)).toEqual(expected);
  });
});
