import { describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../../tools/emulator/access/authorize.ts';
import { permissionsOf } from '../../../tools/emulator/access/permissions.ts';
import { decide, policyDocument, unknownTermsOf } from '../../../tools/emulator/access/policy.ts';
import type { RequestContext } from '../../../tools/emulator/access/request-context.ts';
import { readResourcePolicies } from '../../../tools/emulator/access/resource-policies.ts';
import type { AwsCall, AwsServiceName } from '../../../tools/emulator/aws/call.ts';
import { resolveStack } from '../../../tools/emulator/template/stack.ts';
import { arnOf } from '../../../tools/emulator-client/account.ts';

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

  it('denies although another statement allows', () => {
    const both = statements(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    );

    expect(decide(both, { action: 's3:GetObject', resource: 'x' })).toBe('explicit-deny');
    expect(decide(both, { action: 'sqs:SendMessage', resource: 'x' })).toBe('allow');
  });

  it('applies when the request, or every request, meets its condition', () => {
    const reader = statements({
      Effect: 'Allow',
      Action: 'dynamodb:Query',
      Resource: table,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'message#*' },
        Bool: { 'aws:SecureTransport': 'true' },
      },
    });
    const decisionOn = (key: string) =>
      decide(reader, {
        action: 'dynamodb:Query',
        resource: table,
        context: { 'dynamodb:LeadingKeys': [key] },
      });

    expect(decisionOn('message#1')).toBe('allow');
    expect(decisionOn('quarantine#1')).toBe('implicit-deny');
  });

  it('fills in its variables', () => {
    const variable = `\${${'aws:PrincipalAccount'}}`;
    const own = statements({ Effect: 'Allow', Action: '*', Resource: `x/${variable}` });
    const context = { 'aws:PrincipalAccount': ['000000000000'] };

    expect(decide(own, { action: 'a:B', resource: 'x/000000000000', context })).toBe('allow');
    expect(decide(own, { action: 'a:B', resource: 'x/111111111111', context })).toBe(
      'implicit-deny',
    );
  });

  it.each<['Allow' | 'Deny', string]>([
    ['Allow', 'implicit-deny'],
    ['Deny', 'explicit-deny'],
  ])('with an unknown condition never allows and always denies: %s', (Effect, expected) => {
    const Condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const [statement] = statements({ Effect, Action: '*', Resource: '*', Condition });

    expect(statement && decide([statement], { action: 'a:B', resource: 'x' })).toBe(expected);
    expect(statement && unknownTermsOf(statement)).toEqual(['aws:SourceVpce']);
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
  ])('needs the permissions that AWS requires: %s', (_, made, input, expected) => {
    const needed = permissionsOf(made, input, () => 'pk').map(
      ({ action, resource }) => `${action} ${resource}`,
    );

    expect(needed).toEqual(expected);
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
    ['a scan', call('dynamodb', 'Scan'), { TableName: 'events' }, {}],
    [
      'events',
      call('events', 'PutEvents'),
      { Entries: [{ EventBusName: 'one', Source: 's', DetailType: 't' }] },
      { 'events:source': ['s'], 'events:detail-type': ['t'] },
    ],
    [
      'a list of objects',
      call('s3', '', { method: 'GET', url: '/bucket?list-type=2&prefix=a%2F' }),
      undefined,
      { 's3:prefix': ['a/'], 's3:delimiter': [], 's3:max-keys': [] },
    ],
  ])('has condition keys for its input: %s', (_, made, input, expected) => {
    const [permission] = permissionsOf(made, input, () => 'pk');

    expect(permission?.context).toEqual(expected);
  });

  it.each([
    ['PutRule', { Name: 'r', EventBusName: 'one' }, 'rule/one/r'],
    ['PutTargets', { Rule: 'r', EventBusName: 'arn:aws:events:x:y:event-bus/one' }, 'rule/one/r'],
    ['PutRule', { Name: 'r' }, 'rule/r'],
    ['DescribeEventBus', { Name: 'one' }, 'event-bus/one'],
    ['ListRules', { EventBusName: 'one' }, 'event-bus/one'],
  ])('to %s with %j needs permission on %s', (operation, input, resource) => {
    const [permission] = permissionsOf(call('events', operation), input, () => undefined);

    expect(permission?.resource).toBe(arnOf('events', resource));
  });
});

describe('a caller', () => {
  const roleArn = 'arn:aws:iam::000000000000:role/r';
  const deleteTable = call('dynamodb', 'DeleteTable');
  const readObject = call('s3', '', { method: 'GET', url: '/bucket/key' });

  function authorizerFor(
    identity: readonly object[],
    bucketStatement: Partial<Record<'Effect' | 'Principal' | 'Condition', unknown>> = {},
  ) {
    const template = {
      Parameters: {},
      Mappings: {},
      Conditions: {},
      Outputs: {},
      Resources: {
        Policy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: 'bucket',
            PolicyDocument: {
              Statement: {
                Effect: 'Deny',
                Action: 's3:*',
                Resource: 'arn:aws:s3:::bucket/*',
                Principal: { AWS: 'arn:aws:iam::000000000000:role/nobody' },
                ...bucketStatement,
              },
            },
          },
        },
      },
    };
    return createAuthorizer({
      callers: new Map([
        ['FUNCTION', { sessionName: 'f', roleArn, statements: statements(...identity) }],
      ]),
      resourcePolicies: readResourcePolicies(resolveStack({ stackName: 's', template }, '')),
      partitionKeyOf: () => 'pk',
      now: () => new Date('2026-01-02T03:04:05Z'),
    });
  }

  it('that is not a function is the owner, who may do everything', () => {
    const authorize = authorizerFor([]);

    expect(() => authorize(deleteTable, { TableName: 'events' })).toThrow(
      'no identity-based policy allows',
    );
    expect(() =>
      authorize({ ...deleteTable, accessKeyId: 'owner' }, { TableName: 'events' }),
    ).not.toThrow();
  });

  it('has condition keys for its account, its role and the time', () => {
    const authorize = authorizerFor([
      {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalAccount': '000000000000' },
          ArnEquals: { 'aws:PrincipalArn': roleArn },
          DateLessThan: { 'aws:CurrentTime': '2026-01-02T03:04:06Z' },
          NumericEquals: { 'aws:EpochTime': 1767323045 },
        },
      },
    ]);

    expect(() => authorize(deleteTable, { TableName: 'events' })).not.toThrow();
  });

  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const notByTls = { Bool: { 'aws:SecureTransport': 'false' } };
  const oldTls = { NumericLessThan: { 's3:TlsVersion': 1.2 } };
  it.each<[string, object[], Parameters<typeof authorizerFor>[1], string | undefined]>([
    ['the role allows', [everything], {}, undefined],
    ['the bucket denies', [everything], { Principal: '*' }, 'explicit deny in a resource-based'],
    [
      '… all of the account',
      [everything],
      { Principal: { AWS: '000000000000' } },
      'resource-based',
    ],
    ['… what is not encrypted', [everything], { Principal: '*', Condition: notByTls }, undefined],
    ['… old encryption', [everything], { Principal: { AWS: '*' }, Condition: oldTls }, undefined],
    ['the bucket allows the role', [], { Effect: 'Allow', Principal: { AWS: roleArn } }, undefined],
    ['the bucket allows everybody', [], { Effect: 'Allow', Principal: '*' }, undefined],
    [
      'the bucket leaves it to the account, whose role does not',
      [],
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' } },
      'no identity-based policy allows',
    ],
    [
      'the role denies what the bucket allows',
      [{ ...everything, Effect: 'Deny' }],
      { Effect: 'Allow', Principal: '*' },
      'explicit deny in an identity-based',
    ],
  ])('may or may not read an object when %s', (_, identity, bucketStatement, refusal) => {
    const authorize = authorizerFor(identity, bucketStatement);

    const read = () => authorize(readObject, undefined);

    if (refusal) expect(read).toThrow(refusal);
    else expect(read).not.toThrow();
  });

  it('cannot be excluded with NotPrincipal: the start refuses such a policy', () => {
    expect(() => authorizerFor([], { NotPrincipal: '*' } as object)).toThrow('NotPrincipal');
  });
});
