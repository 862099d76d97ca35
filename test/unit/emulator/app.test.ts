import { describe, expect, it } from 'vitest';
import {
  descriptionOutput,
  writeDescription,
} from '../../../shared/runtime/gateway-description.ts';
import { resolveApp, selectStacks } from '../../../tools/emulator/template/app.ts';
import type { AssemblyStack, Template } from '../../../tools/emulator/template/assembly.ts';
import {
  moveToLocalAccount,
  readEnvironment,
} from '../../../tools/emulator/template/environment.ts';
import { describeOmissions } from '../../../tools/emulator/template/omissions.ts';

function stackOf(
  stackName: string,
  parts: Partial<Template>,
  others: Partial<AssemblyStack> = {},
): AssemblyStack {
  const empty = { Parameters: {}, Mappings: {}, Conditions: {}, Resources: {}, Outputs: {} };
  return {
    stackName,
    artifactId: stackName,
    dependencies: [],
    environment: {},
    constructPaths: new Map(),
    template: { ...empty, ...parts },
    ...others,
  };
}

const resolve = (...stacks: readonly AssemblyStack[]) =>
  resolveApp({ stacks }, 'http://127.0.0.1:9999');

const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });

const describing = (name: string) => ({
  [descriptionOutput]: { Value: writeDescription({ version: '0.9.0', name, providers: [] }) },
});

describe('an app', () => {
  it.each([
    ['import of each other', { 'Fn::ImportValue': { 'Fn::Sub': 'shared:bus' } }],
    // What CDK writes with the flags of a new app.
    ['read of each other', { 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'bus' } }],
  ])('has the values that its stacks %s, in any order', (_, Value) => {
    const user = stackOf('User', {
      Resources: { Queue: queue('q') },
      Outputs: { bus: { Value } },
    });
    const shared = stackOf('Shared', {
      Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } } },
      Outputs: {
        bus: { Value: { 'Fn::GetAtt': ['Bus', 'Arn'] }, Export: { Name: 'shared:bus' } },
      },
    });
    expect(resolve(user, shared).stacks[0]?.outputs).toEqual({
      bus: 'arn:aws:events:us-east-1:000000000000:event-bus/orders',
    });
  });

  it.each([
    ['import of each other', { 'Fn::ImportValue': 'shared' }, 'no stack of the app exports shared'],
    [
      'read of each other',
      { 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'bus' } },
      'no stack Shared of the app has the output bus',
    ],
  ])('lacks the values that its stacks %s when their condition is not met', (_, Value, message) => {
    const never = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } };
    const bus = { Value: 'orders', Condition: 'Never', Export: { Name: 'shared' } };
    const [{ outputs, outputErrors } = { outputs: {}, outputErrors: new Map() }] = resolve(
      stackOf('User', { Outputs: { bus: { Value } } }),
      stackOf('Shared', { ...never, Outputs: { bus } }),
    ).stacks;
    expect(outputs).toEqual({});
    expect([...outputErrors.values()].map(String)).toEqual([expect.stringContaining(message)]);
  });

  it('omits what needs a value that no stack exports, and names it', () => {
    const { resources, omissions } = resolve(
      stackOf('User', {
        Resources: {
          Queue: queue('q'),
          Bucket: {
            Type: 'AWS::S3::Bucket',
            Properties: { BucketName: { 'Fn::ImportValue': 'elsewhere' } },
          },
        },
      }),
    );
    expect(resources.all.map(({ logicalId }) => logicalId)).toEqual(['Queue']);
    expect(describeOmissions(omissions.list)).toEqual([
      'AWS::S3::Bucket User/Bucket: no stack of the app exports elsewhere',
    ]);
  });

  it('has one resource of a name: that of a second stack is omitted', () => {
    const { resources, omissions } = resolve(
      stackOf('Europe', { Resources: { Queue: queue('orders') } }),
      stackOf('America', { Resources: { Queue: queue('orders') } }),
    );
    expect(resources.all.map(({ stackName }) => stackName)).toEqual(['Europe']);
    expect(describeOmissions(omissions.list)).toEqual([
      expect.stringMatching(
        /^AWS::SQS::Queue America\/Queue: Europe\/Queue has the same name .*--stack$/,
      ),
    ]);
  });
});

describe('a gateway', () => {
  const Resources = {
    GatewayTable: { Type: 'AWS::Unknown::Table', Properties: {} },
    OthersTable: { Type: 'AWS::Unknown::Table', Properties: {} },
  };
  const constructPaths = new Map([
    ['GatewayTributaryGateway', 'Prod/Shop/Gateway/TributaryGateway'],
    ['GatewayTable', 'Prod/Shop/Gateway/Table/Resource'],
    ['OthersTable', 'Prod/Shop/GatewayOfOthers/Table/Resource'],
  ]);
  const outputs = {
    [`Gateway${descriptionOutput}`]: {
      Value: writeDescription({ version: '0.9.0', name: 'shop', providers: [] }),
    },
  };

  it('is found by its output, and needs what its construct holds', () => {
    const stack = stackOf('Shop', { Resources, Outputs: outputs }, { constructPaths });
    expect(() => resolve(stack)).toThrow('Shop/GatewayTable (AWS::Unknown::Table): the emulator');
  });

  it('does not need what else is in its stack', () => {
    const { OthersTable } = Resources;
    const stack = stackOf(
      'Shop',
      { Resources: { OthersTable }, Outputs: outputs },
      { constructPaths },
    );
    const { gateways, omissions } = resolve(stack);
    expect(gateways.map(({ id, name }) => [id, name])).toEqual([['Gateway', 'shop']]);
    expect(omissions.list.map(({ logicalId }) => logicalId)).toEqual(['OthersTable']);
  });

  it('needs its whole stack where the assembly does not say what is where', () => {
    const { OthersTable } = Resources;
    const stack = stackOf('Shop', { Resources: { OthersTable }, Outputs: describing('shop') });
    expect(() => resolve(stack)).toThrow('Shop/OthersTable');
  });
});

describe('stacks that are named', () => {
  const assembly = {
    stacks: [
      stackOf('A', {}),
      stackOf('B', {}, { dependencies: ['A'] }),
      stackOf('C', {}, { dependencies: ['B'] }),
      stackOf('D', {}),
    ],
    bundleDirectories: new Map(),
  };

  it('come with those that they refer to', () => {
    const selected = selectStacks(assembly, ['C']).stacks;
    expect(selected.map(({ stackName }) => stackName)).toEqual(['A', 'B', 'C']);
    expect(selectStacks(assembly, []).stacks).toHaveLength(4);
  });

  it('must be there', () => {
    expect(() => selectStacks(assembly, ['E'])).toThrow('no stack E: use one of A, B, C, D');
  });
});

describe('the account and the region of a stack', () => {
  it('are read from the assembly', () => {
    expect(readEnvironment('aws://111122223333/eu-west-1')).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
    });
    expect(readEnvironment('aws://unknown-account/unknown-region')).toEqual({});
    expect(readEnvironment(undefined)).toEqual({});
  });

  it('become those of the emulator wherever they are whole words', () => {
    const environments = [{ account: '111122223333', region: 'eu-west-1' }, {}];
    const moved = moveToLocalAccount(
      {
        arn: 'arn:aws:sqs:eu-west-1:111122223333:eu-west-1-orders',
        root: ['arn:aws:iam::111122223333:root', '111122223333'],
        others: 'arn:aws:sqs:eu-west-2:999999999999:q',
        hash: 'a111122223333b',
      },
      environments,
    );
    expect(moved).toEqual({
      arn: 'arn:aws:sqs:us-east-1:000000000000:eu-west-1-orders',
      root: ['arn:aws:iam::000000000000:root', '000000000000'],
      others: 'arn:aws:sqs:eu-west-2:999999999999:q',
      hash: 'a111122223333b',
    });
  });
});
