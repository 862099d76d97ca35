import { expect, it } from 'vitest';
import { createAuthorizer } from '../../../../tools/emulator/access/authorize.ts';
import { readCallers } from '../../../../tools/emulator/access/callers.ts';
import { readResourcePolicies } from '../../../../tools/emulator/access/resource-policies.ts';
import { readFunctions } from '../../../../tools/emulator/lambda/function-settings.ts';
import { resolveStack } from '../resolve-stack.ts';
import { call } from './calls.ts';

const allowedTo = (functionName: string) => ({
  Statement: {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: '*',
    Condition: {
      ArnEquals: {
        'lambda:SourceFunctionArn': `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
      },
    },
  },
});

const template = {
  Parameters: {},
  Mappings: {},
  Conditions: {},
  Outputs: {},
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'r', Policies: [{ PolicyDocument: allowedTo('allowed') }] },
    },
    Policy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: 'readers',
        PolicyDocument: { Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' } },
      },
    },
    ...Object.fromEntries(
      ['allowed', 'other'].map((name) => [
        name,
        {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: name,
            Code: { ZipFile: '' },
            Handler: 'index.handler',
            Runtime: 'nodejs24.x',
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          },
        },
      ]),
    ),
  },
};

const app = resolveStack({ stackName: 's', template }, '');
const functions = readFunctions(app, {
  bundleDirectories: new Map(),
  writeInlineCode: () => '/code',
});
const authorize = createAuthorizer({
  callers: readCallers(app, functions),
  resourcePolicies: readResourcePolicies(app),
  partitionKeyOf: () => undefined,
  now: () => new Date(0),
});

function read(accessKeyId = '') {
  authorize(call('s3', '', { method: 'GET', url: '/bucket/key', accessKeyId }), undefined);
}

it('functions with the same role differ by their ARN and by the name of their session', () => {
  const keyOf = (name: string) => functions.find((it) => it.functionName === name)?.accessKeyId;

  expect(() => read(keyOf('allowed'))).not.toThrow();
  expect(() => read(keyOf('other'))).toThrow('assumed-role/r/other is not authorized');
});

it('the name of a managed policy is the access key of a caller who may do what it allows', () => {
  expect(() => read('readers')).not.toThrow();
  const put = call('s3', '', { method: 'PUT', url: '/bucket/key', accessKeyId: 'readers' });
  expect(() => authorize(put, undefined)).toThrow('assumed-role/readers/local is not authorized');
});
