import { App, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { parseGatewayConfig } from '../../lib/config.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import { Gateway } from '../../lib/gateway.ts';
import { providers, synthesize } from './synthesize.ts';

const createApp = () => new App({ context: featureFlags });

function createGateway(scope: Construct, id: string): Gateway {
  return new Gateway(scope, id, {
    config: parseGatewayConfig(),
    providers,
    code: (name) => lambda.Code.fromInline(`// ${name}`),
  });
}

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

/** The names that AWS demands to be unique in an account and region. */
function givenNames(template: Template): readonly string[] {
  const names =
    /^(ApiName|Name|EventBusName|ArchiveName|AlarmName|DashboardName|RegistryName|LogGroupName)$/;
  const resources: Resources = template.toJSON().Resources;
  return Object.values(resources).flatMap(({ Type, Properties }) =>
    Object.entries(Properties ?? {}).flatMap(([key, value]) =>
      names.test(key) && typeof value === 'string' && !value.startsWith('$')
        ? [`${Type} ${value}`]
        : [],
    ),
  );
}

describe('two gateways in one stack', () => {
  const stack = new Stack(createApp(), 'Messaging');
  const [support, sales] = [createGateway(stack, 'Support'), createGateway(stack, 'Sales')];
  const template = Template.fromStack(stack);

  it('have everything twice', () => {
    const ofOne = Object.keys(synthesize().toJSON().Resources).length;
    expect(Object.keys(template.toJSON().Resources)).toHaveLength(2 * ofOne);
  });

  it('share no name that must be unique', () => {
    const names = givenNames(template);
    expect(names.length).toBeGreaterThan(60);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('AWS::Events::EventBus Messaging-Support');
    expect(names).toContain('AWS::CloudWatch::Alarm Messaging-Sales-publisher-stopped');
  });

  it('have their names before their outputs', () => {
    const outputs = template.findOutputs('*');
    expect(outputs.SupportEventBusName?.Value).toEqual(stack.resolve(support.bus.eventBusName));
    expect(outputs.SalesEventsTableName?.Value).toEqual(stack.resolve(sales.table.tableName));
  });

  it('count their log lines in namespaces of their own', () => {
    const outputs = template.findOutputs('*');
    expect(outputs.SupportMetricNamespace?.Value).toBe('Tributary/Messaging-Support');
    expect(outputs.SalesMetricNamespace?.Value).toBe('Tributary/Messaging-Sales');
  });
});

describe('a gateway in a stage', () => {
  it('is the same in both stages, under other names', () => {
    const app = createApp();
    const templates = ['Test', 'Production'].map((name) => {
      const stack = new Stack(new Stage(app, name), 'Messaging');
      createGateway(stack, 'Gateway');
      return Template.fromStack(stack);
    });
    const [test, production] = templates.map((template) =>
      JSON.stringify(template.toJSON()).replace(/(Test|Production)-Messaging/g, 'Messaging'),
    );
    expect(test).toBe(production);
    const names = templates.flatMap(givenNames);
    expect(new Set(names).size).toBe(names.length);
  });
});

it('takes tags as every construct does', () => {
  const stack = new Stack(createApp(), 'Messaging');
  Tags.of(createGateway(stack, 'Gateway')).add('cost-center', '4711');
  const tag = { Key: 'cost-center', Value: '4711' };
  const resources: Resources = Template.fromStack(stack).toJSON().Resources;
  const tables = Object.values(resources).filter(({ Type }) => /DynamoDB|S3::Bucket$/.test(Type));
  expect(tables).toHaveLength(3);
  for (const { Properties } of tables) expect(Properties.Tags).toContainEqual(tag);
});

it('gives its parts to the code around it', () => {
  const stack = new Stack(createApp(), 'Messaging');
  const gateway = createGateway(stack, 'Gateway');
  const role = new lambda.Function(stack, 'Reader', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('// reader'),
    environment: { TABLE: gateway.table.tableName, BUS: gateway.bus.eventBusName },
  });
  gateway.table.grantReadData(role);
  gateway.mediaBucket.grantRead(role);
  expect(() => Template.fromStack(stack)).not.toThrow();
});
