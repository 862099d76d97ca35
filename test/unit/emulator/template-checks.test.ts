import { describe, expect, it } from 'vitest';
import { requireInvocationGrants } from '../../../tools/emulator/access/invocation-grants.ts';
import { readResourcePolicies } from '../../../tools/emulator/access/resource-policies.ts';
import { readRoleStatements } from '../../../tools/emulator/access/roles.ts';
import { readMapping } from '../../../tools/emulator/event-sources/mapping.ts';
import { requireMappingPermissions } from '../../../tools/emulator/event-sources/mapping-permissions.ts';
import { loadAssembly, type Template } from '../../../tools/emulator/template/assembly.ts';
import { resolveStack, type Stack } from '../../../tools/emulator/template/stack.ts';

/** Templates that AWS accepts and then fails on, or that CloudFormation rejects. */
const { template } = await loadAssembly('test/integration/emulator/sample-stack');

function stackWith(change: (resources: Template['Resources']) => void): Stack {
  const changed = structuredClone(template);
  change(changed.Resources);
  return resolveStack({ stackName: 'Sample', template: changed }, 'http://127.0.0.1:1');
}

function set(resources: Template['Resources'], name: string, properties: object): void {
  Object.assign(resources[name]?.Properties ?? expect.unreachable(name), properties);
}

describe('what the template connects', () => {
  const checkGrants = (stack: Stack) => requireInvocationGrants(stack, readResourcePolicies(stack));

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
  const mappingOf = (stack: Stack, name: string) => {
    const resource = stack.resources.find(({ logicalId }) => logicalId === name);
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
    const check = (stack: Stack) => {
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
