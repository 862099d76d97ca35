import { App, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { describe, expect, it } from 'vitest';
import type { GatewayProps } from '../../lib/index.ts';
import { chooseRegionalParts } from '../../lib/regions.ts';
import { buildGateway, buildStack, customDomain, ownKey, synthesize } from './synthesize.ts';

const synthesizeIn = (region: string, props: Partial<GatewayProps> = {}) =>
  Template.fromStack(buildStack(props, region));

const count = (template: Template, type: string) =>
  Object.keys(template.findResources(type)).length;

/** One region of each kind, with what the gateway has there when nothing is configured. */
describe.each([
  { region: 'eu-central-1', functionUrls: true, registry: true },
  { region: 'eu-south-2', functionUrls: false, registry: true },
  { region: 'ca-west-1', functionUrls: false, registry: false },
  { region: 'us-gov-west-1', functionUrls: false, registry: true },
  { region: 'xx-future-1', functionUrls: true, registry: true },
])('in $region', ({ region, functionUrls, registry }) => {
  const template = synthesizeIn(region);

  it('a gateway with nothing configured has what the region can have', () => {
    expect(count(template, 'AWS::Lambda::Url') > 0).toBe(functionUrls);
    expect(count(template, 'AWS::EventSchemas::Registry') > 0).toBe(registry);
    expect(count(template, 'AWS::ApiGatewayV2::Api')).toBe(1);
  });

  it('no rule is left for CloudFormation to evaluate', () => {
    expect(template.toJSON().Rules ?? {}).not.toHaveProperty('RegionOfschemaRegistry');
    expect(JSON.stringify(template.toJSON().Rules ?? {})).not.toContain('RegionOf');
  });
});

type Configured = boolean | undefined;

/** What is decided for a stack of this region; without one, for a template of any region. */
function decide(region: string | undefined, functionUrl: Configured, schemaRegistry: Configured) {
  const stack = new Stack(new App(), 'Stack', { env: region === undefined ? {} : { region } });
  // CloudFormation takes no template without a resource.
  new CfnWaitConditionHandle(stack, 'Resource');
  const endpoints = { httpApi: true, ...(functionUrl !== undefined && { functionUrl }) };
  const chosen = chooseRegionalParts(stack, {
    endpoints,
    ...(schemaRegistry !== undefined && { schemaRegistry }),
  });
  const { CheckBootstrapVersion: _, ...rules } = Template.fromStack(stack).toJSON().Rules ?? {};
  return { ...chosen, rules: rules as Readonly<Record<string, object>> };
}

/** The regions that a rule of the template for any region refuses. */
function refusedBy(rule: string): readonly string[] {
  const { rules } = decide(undefined, undefined, undefined);
  return JSON.stringify(rules[rule]).match(/[a-z]{2,4}(-[a-z]+)+-\d/g) ?? [];
}

describe('in every region', () => {
  const lacking = {
    functionUrl: refusedBy('RegionOfendpointsfunctionUrl'),
    schemaRegistry: refusedBy('RegionOfschemaRegistry'),
  };
  const refused = [...lacking.functionUrl, ...lacking.schemaRegistry];
  const known = RegionInfo.regions.map(({ name }) => name);
  const regions = [...new Set([...known, ...refused])];
  /** Of these no source says anything: a default may be refused there. */
  const withoutSchemas = /^(me-south-1|me-west-1|eusc-.*|eu-iso.*|us-iso.*)$/;

  it('all that the table names are regions of AWS', () => {
    expect(refused.filter((region) => !known.includes(region))).toEqual([]);
    expect(lacking.functionUrl.length).toBeGreaterThan(10);
    expect(lacking.schemaRegistry.length).toBeGreaterThan(5);
  });

  it.each(regions)(
    '%s: the stack has what the rules allow, or says what it cannot have',
    (region) => {
      const can = {
        functionUrl: !lacking.functionUrl.includes(region),
        schemaRegistry: !lacking.schemaRegistry.includes(region),
      };
      const byDefault = decide(region, undefined, undefined);
      const parts = { httpApi: true, ...can };
      const warning = withoutSchemas.test(region) ? expect.stringContaining(region) : undefined;
      expect(byDefault).toEqual({ parts, problems: [], rules: {}, warning });
      const asked = decide(region, true, true);
      expect(asked.parts).toEqual(byDefault.parts);
      expect(asked.problems).toEqual([
        ...(can.functionUrl ? [] : [expect.stringMatching(`^region ${region} .*functionUrl out`)]),
        ...(can.schemaRegistry ? [] : [expect.stringMatching(`^region ${region} .*Registry out`)]),
      ]);
      const off = { httpApi: true, functionUrl: false, schemaRegistry: false };
      expect(decide(region, false, false)).toEqual({ parts: off, problems: [], rules: {} });
      expect(asked.warning).toBeUndefined();
    },
  );

  it('a template for any region has a rule for each part that is on, and no other', () => {
    expect(Object.keys(decide(undefined, true, false).rules)).toEqual([
      'RegionOfendpointsfunctionUrl',
    ]);
    expect(Object.keys(decide(undefined, false, undefined).rules)).toEqual([
      'RegionOfschemaRegistry',
    ]);
    expect(decide(undefined, false, false).rules).toEqual({});
  });
});

/** What the CDK's command line prints of a kind, before it stops if that is an error. */
function printed(kind: 'error' | 'warning', props: Partial<GatewayProps>, region: string) {
  return buildGateway(props, { account: '123456789012', region })
    .node.metadata.filter(({ type }) => type === `aws:cdk:${kind}`)
    .map(({ data }) => String(data));
}

const errorsOf = (props: Partial<GatewayProps>, region: string) => printed('error', props, region);

it('a region of which nothing is known gets a warning with the props that decide', () => {
  const functionUrl = { endpoints: { functionUrl: true } };
  expect(printed('warning', {}, 'eusc-de-east-1')).toEqual([
    expect.stringMatching(
      /whether region eusc-de-east-1 has what endpoints\.functionUrl and schemaRegistry would create by default\. .*set endpoints\.functionUrl and schemaRegistry to true or false/,
    ),
  ]);
  expect(printed('warning', functionUrl, 'me-west-1')).toEqual([
    expect.stringContaining('whether region me-west-1 has what schemaRegistry would create'),
  ]);
  expect(printed('warning', { ...functionUrl, schemaRegistry: false }, 'me-west-1')).toEqual([]);
  expect(printed('warning', {}, 'eu-west-1')).toEqual([]);
});

it.each<[string, Partial<GatewayProps>, string]>([
  ['eu-south-2', { endpoints: { functionUrl: true } }, 'endpoints.functionUrl'],
  ['ca-west-1', { schemaRegistry: true }, 'schemaRegistry'],
  ['eu-south-2', { endpoints: { httpApi: false } }, 'endpoints.httpApi'],
  ['eu-central-1', { encryptionKey: ownKey }, 'encryptionKey is of region eu-west-1'],
  ['eu-central-1', { customDomain }, 'customDomain.certificate is of region eu-west-1'],
])('in %s, %j is refused with the prop to change', (region, props, named) => {
  expect(errorsOf(props, region)).toEqual([expect.stringContaining(named)]);
});

it('an alias is refused in place of a key', () => {
  const encryptionKey: GatewayProps['encryptionKey'] = (scope) =>
    kms.Alias.fromAliasName(scope, 'Alias', 'alias/messaging');
  const logsEncryptionKey: GatewayProps['encryptionKey'] = (scope) =>
    new kms.Alias(scope, 'Alias', {
      aliasName: 'alias/logs',
      targetKey: new kms.Key(scope, 'Key'),
    });
  const [error = ''] = errorsOf({ encryptionKey, logsEncryptionKey }, 'eu-west-1');
  expect(error).toContain('encryptionKey must be a key and not an alias');
  expect(error).toContain('logsEncryptionKey must be a key and not an alias');
});

it('an ARN of another service is refused, with one that would fit', () => {
  const queue = 'arn:aws:sqs:eu-west-1:123456789012:alarms';
  const server = 'arn:aws:iam:eu-west-1:123456789012:server-certificate/callbacks';
  const props: Partial<GatewayProps> = {
    alarms: { topic: (scope) => sns.Topic.fromTopicArn(scope, 'Topic', queue) },
    customDomain: {
      ...customDomain,
      certificate: (scope) => acm.Certificate.fromCertificateArn(scope, 'Certificate', server),
    },
    logsEncryptionKey: (scope) =>
      kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:sns:eu-west-1:123456789012:key/logs'),
  };
  const [error = '', ...others] = errorsOf(props, 'eu-west-1');
  expect(others).toEqual([]);
  expect(error).toContain(
    `alarms.topic has the ARN ${queue}: name one that begins with arn:aws:sns:`,
  );
  expect(error).toMatch(/customDomain\.certificate has the ARN .*begins with arn:aws:acm:/);
  expect(error).toMatch(/logsEncryptionKey has the ARN .*begins with arn:aws:kms:/);
});

it('everything that is wrong with a region is in one error, and none is in the right one', () => {
  const props = { encryptionKey: ownKey, schemaRegistry: true, endpoints: { functionUrl: true } };
  const [error, ...others] = errorsOf(props, 'ca-west-1');
  expect(error?.split('\n')).toHaveLength(4);
  expect(others).toEqual([]);
  expect(errorsOf(props, 'eu-west-1')).toEqual([]);
});

describe('a template for any region', () => {
  const { Rules: rules = {} } = synthesize().toJSON();

  it('refuses, with the key to change, the regions that lack a part', () => {
    const [url, registry] = [rules.RegionOfendpointsfunctionUrl, rules.RegionOfschemaRegistry].map(
      (rule) => JSON.stringify(rule),
    );
    expect(url).toContain('eu-south-2');
    expect(url).toContain('Set endpoints.functionUrl to false');
    expect(registry).toContain('ca-west-1');
    expect(registry).not.toContain('eu-south-2');
  });

  it('refuses none for parts that are turned off', () => {
    const off = synthesize({ endpoints: { functionUrl: false }, schemaRegistry: false });
    expect(JSON.stringify(off.toJSON().Rules ?? {})).not.toContain('RegionOf');
  });
});
