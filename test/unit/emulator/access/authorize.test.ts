import { describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../../../tools/emulator/access/authorize.ts';
import { policyDocument } from '../../../../tools/emulator/access/policy.ts';
import { readResourcePolicies } from '../../../../tools/emulator/access/resource-policies.ts';
import { resolveStack } from '../resolve-stack.ts';
import { call } from './calls.ts';

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
    const statements = policyDocument.parse({ Statement: identity }).Statement;
    return createAuthorizer({
      callers: new Map([['FUNCTION', { sessionName: 'f', roleArn, statements }]]),
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

  it('may be denied by the policy of a bus, also for the rules of the bus', () => {
    const Statement = {
      Effect: 'Deny',
      Action: ['events:PutEvents', 'events:PutRule'],
      Resource: '*',
      Principal: { AWS: roleArn },
    };
    const Resources = {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
      Policy: {
        Type: 'AWS::Events::EventBusPolicy',
        Properties: { EventBusName: 'bus', StatementId: 'no', Statement },
      },
    };
    const template = { Parameters: {}, Mappings: {}, Conditions: {}, Outputs: {}, Resources };
    const allowed = { Effect: 'Allow', Action: 'events:*', Resource: '*' };
    const authorize = createAuthorizer({
      callers: new Map([
        [
          'FUNCTION',
          {
            sessionName: 'f',
            roleArn,
            statements: policyDocument.parse({ Statement: allowed }).Statement,
          },
        ],
      ]),
      resourcePolicies: readResourcePolicies(resolveStack({ stackName: 's', template }, '')),
      partitionKeyOf: () => undefined,
      now: () => new Date(0),
    });
    const put = (EventBusName: string) =>
      authorize(call('events', 'PutEvents'), { Entries: [{ EventBusName, Source: 'a' }] });
    expect(() => put('default')).not.toThrow();
    expect(() => put('bus')).toThrow('explicit deny in a resource-based policy');
    const rule = { Name: 'rule', EventBusName: 'bus' };
    expect(() => authorize(call('events', 'PutRule'), rule)).toThrow('explicit deny');
    expect(() => authorize(call('events', 'DeleteRule'), rule)).not.toThrow();
  });
});
