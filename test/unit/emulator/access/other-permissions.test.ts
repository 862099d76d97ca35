import { describe, expect, it } from 'vitest';
import type { AwsCall } from '../../../../tools/emulator/aws/call.ts';
import { call, neededBy } from './calls.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:queue';

describe('a call of SQS, Secrets Manager or Lambda', () => {
  it.each<[string, AwsCall, unknown, string[]]>([
    [
      'a batch of messages',
      call('sqs', 'DeleteMessageBatch'),
      { QueueUrl: 'http://127.0.0.1/000000000000/queue' },
      [`sqs:DeleteMessage ${queue}`],
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
      'a function by name',
      call('lambda', 'GetFunctionConfiguration'),
      { FunctionName: 'publisher' },
      ['lambda:GetFunctionConfiguration arn:aws:lambda:us-east-1:000000000000:function:publisher'],
    ],
    [
      'a list of the mappings of a function',
      call('lambda', 'ListEventSourceMappings'),
      { FunctionName: 'publisher' },
      ['lambda:ListEventSourceMappings *'],
    ],
    [
      'a mapping',
      call('lambda', 'UpdateEventSourceMapping'),
      { UUID: '1' },
      [
        'lambda:UpdateEventSourceMapping arn:aws:lambda:us-east-1:000000000000:event-source-mapping:1',
      ],
    ],
  ])('needs the permissions that AWS requires: %s', (_, made, input, expected) => {
    expect(neededBy(made, input)).toEqual(expected);
  });
});
