import { describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../../local/access/authorize.ts';
import { permissionsOf } from '../../../local/access/permissions.ts';
import { decide, policyDocument } from '../../../local/access/policy.ts';
import type { AwsCall, AwsServiceName } from '../../../local/aws/call.ts';

function statements(...Statement: object[]) {
  return policyDocument.parse({ Statement }).Statement;
}

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/events';

describe('a policy', () => {
  it.each<[string, object, 'allow' | 'implicit-deny']>([
    ['the action and the resource', { Action: 'dynamodb:PutItem', Resource: table }, 'allow'],
    ['one of several', { Action: ['a:B', 'dynamodb:PutItem'], Resource: ['x', table] }, 'allow'],
    ['wildcards', { Action: 'dynamodb:Put*', Resource: '*:table/event?' }, 'allow'],
    ['the action in another case', { Action: 'DynamoDB:putitem', Resource: table }, 'allow'],
    ['everything but something else', { NotAction: 's3:*', NotResource: 'x' }, 'allow'],
    ['another action', { Action: 'dynamodb:GetItem', Resource: table }, 'implicit-deny'],
    ['another resource', { Action: '*', Resource: `${table}/index/x` }, 'implicit-deny'],
    [
      'the resource as a regular expression',
      { Action: '*', Resource: table.replace('e', '.') },
      'implicit-deny',
    ],
    ['everything but this', { NotAction: 'dynamodb:PutItem', Resource: '*' }, 'implicit-deny'],
  ])('that names %s', (_, statement, expected) => {
    const decision = decide(statements({ Effect: 'Allow', ...statement }), {
      action: 'dynamodb:PutItem',
      resource: table,
    });

    expect(decision).toBe(expected);
  });

  it('denies whatever else allows', () => {
    const both = statements(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    );

    expect(decide(both, { action: 's3:GetObject', resource: 'x' })).toBe('explicit-deny');
    expect(decide(both, { action: 'sqs:SendMessage', resource: 'x' })).toBe('allow');
  });

  it('counts an allowance without its condition, and no denial with one', () => {
    const conditional = {
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    };

    expect(
      decide(statements({ Effect: 'Allow', ...conditional }), { action: 'a:B', resource: 'x' }),
    ).toBe('allow');
    expect(
      decide(
        statements(
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', ...conditional },
        ),
        {
          action: 'a:B',
          resource: 'x',
        },
      ),
    ).toBe('allow');
  });
});

function call(service: AwsServiceName, operation: string, rest: Partial<AwsCall> = {}): AwsCall {
  return {
    service,
    operation,
    accessKeyId: 'FUNCTION',
    method: 'POST',
    url: '/',
    headers: {},
    ...rest,
  };
}

describe('a call', () => {
  const bus = 'arn:aws:events:us-east-1:000000000000:event-bus';
  const queue = 'arn:aws:sqs:us-east-1:000000000000:queue';
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
      'reading a stream',
      call('dynamodb', 'GetRecords'),
      { ShardIterator: Buffer.from('{"table_name":"events"}').toString('base64') },
      [`dynamodb:GetRecords ${table}/stream/2026-01-01T00:00:00.000`],
    ],
    [
      'reading a stream of another engine, whose iterators tell nothing',
      call('dynamodb', 'GetRecords'),
      { ShardIterator: 'opaque' },
      [],
    ],
    ['a list of tables', call('dynamodb', 'ListTables'), {}, ['dynamodb:ListTables *']],
    [
      'a batch of messages',
      call('sqs', 'DeleteMessageBatch'),
      { QueueUrl: 'http://127.0.0.1/000000000000/queue' },
      [`sqs:DeleteMessage ${queue}`],
    ],
    [
      'events for two buses',
      call('events', 'PutEvents'),
      {
        Entries: [{ EventBusName: 'one' }, { EventBusName: `${bus}/two` }, { EventBusName: 'one' }],
      },
      [`events:PutEvents ${bus}/one`, `events:PutEvents ${bus}/two`],
    ],
    [
      'a secret by ARN',
      call('secretsmanager', 'GetSecretValue'),
      { SecretId: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:s-a1b2c3' },
      [
        'secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:000000000000:secret:s-a1b2c3',
      ],
    ],
    [
      'an object',
      call('s3', '', { method: 'PUT', url: '/bucket/a/b%20c?x-id=PutObject' }),
      undefined,
      ['s3:PutObject arn:aws:s3:::bucket/a/b c'],
    ],
    [
      'a part of an upload',
      call('s3', '', { method: 'PUT', url: '/bucket/key?partNumber=1&uploadId=u' }),
      undefined,
      ['s3:PutObject arn:aws:s3:::bucket/key'],
    ],
    [
      'an abandoned upload',
      call('s3', '', { method: 'DELETE', url: '/bucket/key?uploadId=u' }),
      undefined,
      ['s3:AbortMultipartUpload arn:aws:s3:::bucket/key'],
    ],
    [
      'a copy',
      call('s3', '', {
        method: 'PUT',
        url: '/to/key',
        headers: { 'x-amz-copy-source': '/from/key' },
      }),
      undefined,
      ['s3:PutObject arn:aws:s3:::to/key', 's3:GetObject arn:aws:s3:::from/key'],
    ],
    [
      'a list of objects',
      call('s3', '', { method: 'GET', url: '/bucket?list-type=2' }),
      undefined,
      ['s3:ListBucket arn:aws:s3:::bucket'],
    ],
  ])('needs what AWS asks for: %s', (_, made, input, expected) => {
    const needed = permissionsOf(made, input).map(
      ({ action, resource }) => `${action} ${resource}`,
    );

    expect(needed).toEqual(expected);
  });

  it('of anybody who is no function is the owner’s, who may do everything', () => {
    const authorize = createAuthorizer(
      new Map([
        [
          'FUNCTION',
          { functionName: 'f', roleArn: 'arn:aws:iam::000000000000:role/r', statements: [] },
        ],
      ]),
    );
    const made = call('dynamodb', 'DeleteTable');

    expect(() => authorize(made, { TableName: 'events' })).toThrow(
      'no identity-based policy allows',
    );
    expect(() =>
      authorize({ ...made, accessKeyId: 'owner' }, { TableName: 'events' }),
    ).not.toThrow();
  });
});
