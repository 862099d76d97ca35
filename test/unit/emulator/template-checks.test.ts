import type { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { checkInvocationGrants } from '../../../tools/emulator/access/invocation-grants.ts';
import { readResourcePolicies } from '../../../tools/emulator/access/resource-policies.ts';
import { readRoleStatements } from '../../../tools/emulator/access/roles.ts';
import { findMessageGroupProblem } from '../../../tools/emulator/event-bridge/message-group.ts';
import { readMapping } from '../../../tools/emulator/event-sources/mapping.ts';
import { requireMappingPermissions } from '../../../tools/emulator/event-sources/mapping-permissions.ts';
import { ensureQueue } from '../../../tools/emulator/resources/queues.ts';
import { loadAssembly, type Template } from '../../../tools/emulator/template/assembly.ts';
import type { AppResources } from '../../../tools/emulator/template/stack.ts';
import { resolveStack } from './resolve-stack.ts';

/** Templates that AWS accepts and then fails on, or that CloudFormation rejects. */
const { stacks } = await loadAssembly('test/integration/emulator/sample-stack');

function stackWith(change: (resources: Template['Resources']) => void): AppResources {
  const changed = structuredClone(stacks[0]?.template ?? expect.unreachable());
  change(changed.Resources);
  return resolveStack({ stackName: 'Sample', template: changed }, 'http://127.0.0.1:1');
}

function set(resources: Template['Resources'], name: string, properties: object): void {
  Object.assign(resources[name]?.Properties ?? expect.unreachable(name), properties);
}

describe('what the template connects', () => {
  const checkGrants = (stack: AppResources) =>
    checkInvocationGrants(stack, readResourcePolicies(stack));

  it('is granted', () => {
    expect(() => checkGrants(stackWith(() => {}))).not.toThrow();
  });

  it.each([
    ['ApiPermission', 'ApiRoute'],
    ['EndpointUrlPermission', 'EndpointUrl'],
    ['EndpointUrlInvokePermission', 'EndpointUrl'],
    ['QueuePolicy', 'Rule'],
  ])('is not granted without %s', (grant, needy) => {
    const stack = stackWith((resources) => {
      delete resources[grant];
    });

    expect(() => checkGrants(stack)).toThrow(new RegExp(`^${needy} .* would fail on AWS`));
  });

  it.each<[string, string, object, string]>([
    ['another route', 'ApiRoute', { RouteKey: 'GET /elsewhere' }, 'ApiRoute'],
    ['an API of another account', 'ApiPermission', { SourceAccount: '111111111111' }, 'ApiRoute'],
    ['an organization', 'ApiPermission', { PrincipalOrgID: 'o-a1b2c3d4e5' }, 'ApiRoute'],
    ['a URL with IAM', 'EndpointUrlPermission', { FunctionUrlAuthType: 'AWS_IAM' }, 'EndpointUrl'],
    [
      'calls past the URL',
      'EndpointUrlInvokePermission',
      { InvokedViaFunctionUrl: false },
      'EndpointUrl',
    ],
    ['a queue of another name', 'QueuePolicy', { Queues: ['another'] }, 'Rule'],
  ])('is not granted by a permission for %s', (_, changed, properties, needy) => {
    const stack = stackWith((resources) => set(resources, changed, properties));

    expect(() => checkGrants(stack)).toThrow(new RegExp(`^${needy} .* would fail on AWS`));
  });
});

describe('an event source mapping', () => {
  const mappingOf = (stack: AppResources, name: string) => {
    const resource = stack.resources.all.find(({ logicalId }) => logicalId === name);
    return readMapping(resource ?? expect.unreachable(name));
  };

  it('with an unsupported setting is refused', () => {
    const stack = stackWith((resources) =>
      set(resources, 'StreamMapping', { TumblingWindowInSeconds: 60 }),
    );

    expect(() => mappingOf(stack, 'StreamMapping')).toThrow(
      /StreamMapping \(AWS::Lambda::EventSourceMapping\).*TumblingWindowInSeconds/,
    );
  });

  it.each([
    ['StreamMapping', 'StreamReaderRole', 'dynamodb:DescribeStream'],
    ['QueueMapping', 'QueueReaderRole', 'sqs:ReceiveMessage'],
  ])('%s needs the permissions of its role, as on Lambda', (mapping, role, action) => {
    const roleArn = `arn:aws:iam::000000000000:role/Sample-${role}`;
    const check = (stack: AppResources) => {
      const statements = readRoleStatements(stack).get(roleArn) ?? expect.unreachable(role);
      requireMappingPermissions(mappingOf(stack, mapping), {
        roleArn,
        sessionName: 'f',
        statements,
      });
    };

    expect(() => check(stackWith(() => {}))).not.toThrow();
    expect(() => check(stackWith((resources) => set(resources, role, { Policies: [] })))).toThrow(
      `Lambda would reject ${mapping}: the role ${roleArn} does not allow ${action}`,
    );
  });
});

describe('a queue of the template', () => {
  const clients = { send: () => Promise.reject(new Error('the engine was called')) };
  const ensure = (properties: object) => {
    const stack = stackWith((resources) => {
      resources.Queue = { Type: 'AWS::SQS::Queue', Properties: { ...properties } };
    });
    const [queue] = stack.resources.all.filter(({ logicalId }) => logicalId === 'Queue');
    if (!queue) throw new Error('there is no queue');
    return ensureQueue(clients as unknown as SQSClient, queue);
  };

  it('is named as SQS names FIFO queues, if the template gives it no name', () => {
    const stack = stackWith((resources) => {
      resources.Queue = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } };
    });
    const queue = stack.resources.all.find(({ logicalId }) => logicalId === 'Queue');
    expect(queue?.attributes.QueueName).toBe('Sample-Queue.fifo');
  });

  it.each<[string, object, string]>([
    ['a FIFO queue with another name', { FifoQueue: true, QueueName: 'q' }, 'ends with .fifo'],
    ['a standard queue with such a name', { QueueName: 'q.fifo' }, 'ends with .fifo'],
    [
      'throughput by group without deduplication by group',
      { FifoQueue: true, FifoThroughputLimit: 'perMessageGroupId' },
      'DeduplicationScope',
    ],
    [
      'a standard dead-letter queue of a FIFO queue',
      {
        FifoQueue: true,
        RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:r:1:dead', maxReceiveCount: 3 },
      },
      'dead-letter queue of a FIFO queue',
    ],
  ])('is not %s', async (_, properties, message) => {
    await expect(ensure(properties)).rejects.toThrow(message);
  });
});

describe('the message group of a target', () => {
  const arn = 'arn:aws:sqs:us-east-1:000000000000:q.fifo';

  it.each<[string, string, object | undefined, string]>([
    [
      'is not taken from the event',
      arn,
      { MessageGroupId: '$.detail.id' },
      'cannot take the group',
    ],
    ['is not missing for a FIFO queue', arn, undefined, 'must be specified'],
    ['has at most 100 characters', arn, { MessageGroupId: 'x'.repeat(101) }, '1 to 100'],
  ])('%s', (_, Arn, SqsParameters, message) => {
    const target = { Arn, ...(SqsParameters && { SqsParameters }) };
    expect(
      findMessageGroupProblem(target as Parameters<typeof findMessageGroupProblem>[0]),
    ).toMatch(message);
  });

  it('is a text, which every event gets', () => {
    const target = { Arn: arn, SqsParameters: { MessageGroupId: 'all' } };
    expect(findMessageGroupProblem(target)).toBeUndefined();
    expect(findMessageGroupProblem({ Arn: 'arn:aws:sqs:us-east-1:1:q' })).toBeUndefined();
  });
});
