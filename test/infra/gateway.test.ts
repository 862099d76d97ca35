import { App, Aspects, CfnResource, PermissionsBoundary, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { featureFlags } from '../../lib/feature-flags.ts';
import { Gateway, type GatewayProps } from '../../lib/index.ts';
import { generic } from '../../lib/providers/generic.ts';
import { inlineCode, providers, synthesize } from './synthesize.ts';

const createApp = () => new App({ context: featureFlags });

function createGateway(scope: Construct, id: string, props: Partial<GatewayProps> = {}): Gateway {
  return new Gateway(scope, id, { providers, code: inlineCode, ...props });
}

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

const resourcesOf = (template: Template): Resources => template.toJSON().Resources;

/** The names that AWS demands to be unique in an account and region. */
function givenNames(template: Template): readonly string[] {
  const names =
    /^(ApiName|Name|EventBusName|ArchiveName|AlarmName|DashboardName|RegistryName|LogGroupName)$/;
  return Object.values(resourcesOf(template)).flatMap(({ Type, Properties }) =>
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
    const ofOne = Object.keys(resourcesOf(synthesize())).length;
    expect(Object.keys(resourcesOf(template))).toHaveLength(2 * ofOne);
  });

  it('share no name that must be unique', () => {
    const names = givenNames(template);
    expect(names.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('AWS::Events::EventBus Messaging-Support');
    expect(names).toContain('AWS::CloudWatch::Alarm Messaging-Sales-publisher-behind');
  });

  it('have their names before their outputs', () => {
    const outputs = template.findOutputs('*');
    expect(outputs.SupportEventBusName?.Value).toEqual(stack.resolve(support.bus.eventBusName));
    expect(outputs.SalesEventsTableName?.Value).toEqual(stack.resolve(sales.table.tableName));
  });

  it('are named by the first command in the texts of their alarms', () => {
    const texts = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.AlarmDescription,
    );
    for (const text of texts) expect(text).toMatch(/ --stack Messaging --gateway (Support|Sales)`/);
  });

  it('count their log lines in namespaces of their own', () => {
    const outputs = template.findOutputs('*');
    expect(outputs.SupportMetricNamespace?.Value).toBe('Tributary/Messaging-Support');
    expect(sales.metricNamespace).toBe('Tributary/Messaging-Sales');
  });
});

it('the same providers may be in gateways of several stacks', () => {
  const app = createApp();
  const shared = [generic({ id: 'shop' })];
  for (const name of ['One', 'Two']) {
    createGateway(new Stack(app, name), 'Gateway', { providers: shared, code: inlineCode });
  }
  expect(() => app.synth()).not.toThrow();
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

  it('whose name is too long for AWS says which prop to set', () => {
    const stack = new Stack(createApp(), 'M'.repeat(50));
    const [named, unnamed] = [
      createGateway(stack, 'Named', { name: 'messaging' }),
      createGateway(stack, 'Unnamed'),
    ];
    expect(JSON.stringify(unnamed.node.metadata)).toContain('set the prop name');
    expect(JSON.stringify(named.node.metadata)).not.toContain('aws:cdk:error');
  });
});

it('has the same logical ids without the feature flags of this repository', () => {
  const stack = new Stack(new App(), 'tributary-prod');
  createGateway(stack, 'Default');
  const ids = Object.keys(resourcesOf(Template.fromStack(stack)));
  expect(ids).toEqual(Object.keys(resourcesOf(synthesize())));
});

describe('as every construct, it', () => {
  it('takes tags', () => {
    const stack = new Stack(createApp(), 'Messaging');
    Tags.of(createGateway(stack, 'Gateway')).add('cost-center', '4711');
    const tag = { Key: 'cost-center', Value: '4711' };
    const tables = Object.values(resourcesOf(Template.fromStack(stack))).filter(({ Type }) =>
      /DynamoDB|S3::Bucket$/.test(Type),
    );
    expect(tables).toHaveLength(3);
    for (const { Properties } of tables) expect(Properties.Tags).toContainEqual(tag);
  });

  it('takes a permissions boundary', () => {
    const stack = new Stack(createApp(), 'Messaging', {
      permissionsBoundary: PermissionsBoundary.fromName('developers'),
    });
    createGateway(stack, 'Gateway');
    const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(roles.length).toBeGreaterThan(3);
    for (const { Properties } of roles) {
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain('policy/developers');
    }
  });

  it('is visited by aspects', () => {
    const stack = new Stack(createApp(), 'Messaging');
    createGateway(stack, 'Gateway');
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof CfnResource && node.cfnResourceType === 'AWS::SQS::Queue') {
          node.addPropertyOverride('KmsMasterKeyId', 'alias/of-the-aspect');
        }
      },
    });
    Template.fromStack(stack).allResourcesProperties('AWS::SQS::Queue', {
      KmsMasterKeyId: 'alias/of-the-aspect',
    });
  });
});

it('sends its alarms to a topic of the owner', () => {
  const stack = new Stack(createApp(), 'Messaging');
  const topic = new sns.Topic(stack, 'OnCall');
  const gateway = createGateway(stack, 'Gateway', { alarms: { topic } });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::SNS::Topic', 1);
  expect(gateway.alarmTopic).toBe(topic);
  for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) {
    expect(Properties.AlarmActions).toEqual([stack.resolve(topic.topicArn)]);
  }
});

it('says which version made its table', () => {
  const [table] = Object.values(synthesize().findResources('AWS::DynamoDB::Table'));
  expect(table?.Properties.Tags).toEqual([
    { Key: 'tributary:version', Value: expect.stringMatching(/^\d+\.\d+\.\d+/) },
  ]);
  const tagged = Object.values(resourcesOf(synthesize())).filter((it) => it.Properties?.Tags);
  expect(tagged.map(({ Type }) => Type)).toEqual(['AWS::DynamoDB::Table']);
});

describe('gives to the code around it', () => {
  const stack = new Stack(createApp(), 'Messaging');
  const teams = { support: { providers: ['acme'], conversations: [] } };
  const gateway = createGateway(stack, 'Gateway', { subscribers: { teams } });
  const createRole = (id: string) =>
    new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const [reader, limited, subscriber] = ['Reader', 'Limited', 'Subscriber'].map(createRole);
  if (reader) gateway.grantRead(reader);
  if (limited) gateway.grantRead(limited, 'support');
  if (subscriber) gateway.grantSubscribe(subscriber, 'support');

  /** The statements that a grant added to a role. */
  function granted(role: string): string {
    const policies = Object.entries(
      Template.fromStack(stack).findResources('AWS::IAM::Policy'),
    ).filter(([id]) => id.startsWith(role));
    return JSON.stringify(policies.map(([, { Properties }]) => Properties.PolicyDocument));
  }

  it('the callback URL of each provider, without its token', () => {
    const outputs = Template.fromStack(stack).findOutputs('*');
    expect(stack.resolve(gateway.callbackUrls)).toEqual({
      acme: {
        api: outputs.GatewayAcmeApiUrl?.Value,
        functionUrl: outputs.GatewayAcmeFunctionUrl?.Value,
      },
      'north-wind': {
        api: outputs.GatewayNorthWindApiUrl?.Value,
        functionUrl: outputs.GatewayNorthWindFunctionUrl?.Value,
      },
    });
    expect(Object.keys(gateway.secrets)).toEqual(['acme', 'north-wind']);
  });

  it('permission to read what subscribers may read', () => {
    expect(granted('Reader')).toContain('dynamodb:LeadingKeys');
    expect(granted('Reader')).toContain('s3:GetObject');
    expect(granted('Reader')).not.toMatch(/events:|quarantine|PutItem/);
  });

  it('permission to read what a team may read', () => {
    expect(granted('Limited')).toContain('message#acme#*');
    expect(granted('Limited')).not.toContain('"message#*"');
  });

  it('permission to create rules whose names begin with the name of a team', () => {
    expect(granted('Subscriber')).toContain('/support-*');
    expect(granted('Subscriber')).toContain('events:PutRule');
    expect(granted('Subscriber')).toContain('tributary.acme');
    expect(granted('Subscriber')).not.toContain('dynamodb:');
  });

  it('with both grants, a team exactly what its managed policy allows', () => {
    const statementsIn = (type: string, prefix: string): readonly string[] =>
      Object.entries(Template.fromStack(stack).findResources(type))
        .filter(([id]) => id.startsWith(prefix))
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
        .map(({ Sid: _, ...statement }) => JSON.stringify(statement));
    const granted = ['Limited', 'Subscriber'].flatMap((role) =>
      statementsIn('AWS::IAM::Policy', role),
    );
    expect(granted.toSorted()).toEqual(
      statementsIn('AWS::IAM::ManagedPolicy', 'GatewaySupportSubscriberPolicy').toSorted(),
    );
    expect(granted.length).toBeGreaterThan(3);
  });

  it('no permission for a team that it does not know', () => {
    const role = createRole('Other');
    expect(() => gateway.grantRead(role, 'sales')).toThrow('no team "sales"');
    expect(() => gateway.grantSubscribe(role, 'Sales!')).toThrow('lower-case letters');
  });
});
