import { beforeAll, describe, expect, it } from 'vitest';
import { findUnspecified } from './service-spec.ts';
import { type CloudFormationTemplate, withResource } from './template.ts';
import { templatesUnderTest } from './templates.ts';

describe('AWS’s descriptions of the resource types', () => {
  let templates: Readonly<Record<string, CloudFormationTemplate>>;

  beforeAll(async () => {
    templates = await templatesUnderTest();
  });

  it('know every resource, property and attribute of every template', () => {
    for (const [name, template] of Object.entries(templates)) {
      expect(findUnspecified(template), name).toEqual([]);
    }
  });

  it.each([
    [
      'an unknown property',
      'AWS::SQS::Queue',
      { VisibilityTimeOut: 30 },
      /\.VisibilityTimeOut: unknown property/,
    ],
    [
      'a value of another type',
      'AWS::Lambda::Function',
      { Timeout: 'soon' },
      /Function\w*\.Timeout: not a integer/,
    ],
    [
      'a property of a nested object',
      'AWS::DynamoDB::Table',
      { SSESpecification: { SSEEnabled: true, KmsKeyId: 'k' } },
      /EventsTable\w*\.SSESpecification\.KmsKeyId: unknown property/,
    ],
    [
      'an attribute that the resource does not have',
      'AWS::Lambda::EventSourceMapping',
      { EventSourceArn: { 'Fn::GetAtt': ['EventsTable36A36365', 'StreamsArn'] } },
      /EventsTable36A36365 has no attribute StreamsArn/,
    ],
  ])('find %s', (_, type, changed, finding) => {
    const template = templates['nothing configured'];
    if (!template) throw new Error('the template is missing');
    const mutant = withResource(template, type, (properties) => ({ ...properties, ...changed }));
    expect(findUnspecified(mutant)).toEqual([expect.stringMatching(finding)]);
  });

  it('find a missing property and an unknown type', () => {
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queues' },
      Bus: { Type: 'AWS::Events::EventBus', Properties: {} },
    };
    expect(findUnspecified({ Resources })).toEqual([
      'Queue: unknown type AWS::SQS::Queues',
      'Bus.Name: missing',
    ]);
  });
});
