import { describe, expect, it } from 'vitest';
import type { Template } from '../../../tools/emulator/template/assembly.ts';
import { resolveStack } from './resolve-stack.ts';

const endpoint = 'http://127.0.0.1:9999';

function template(parts: Partial<Template>): Template {
  return { Parameters: {}, Mappings: {}, Conditions: {}, Resources: {}, Outputs: {}, ...parts };
}

/** A placeholder in the text of `Fn::Sub`. */
const placeholder = (name: string) => `$\{${name}}`;

/** Resolves a value of a template. */
function resolved(Value: unknown, parts: Partial<Template> = {}): unknown {
  const stack = resolveStack(
    { stackName: 'Sample', template: template({ ...parts, Outputs: { value: { Value } } }) },
    endpoint,
  );
  return stack.outputs.value;
}

const Resources: Template['Resources'] = {
  Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
  Named: {
    Type: 'AWS::S3::Bucket',
    Properties: { BucketName: { 'Fn::Sub': `of-${placeholder('Table')}` } },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
  Rule: { Type: 'AWS::Events::Rule', Properties: { EventBusName: { Ref: 'Bus' } } },
};

describe('a value of a template', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref of a table', { Ref: 'Table' }, 'Sample-Table'],
    ['Ref of a bucket with a name', { Ref: 'Named' }, 'of-sample-table'],
    ['Ref of a queue', { Ref: 'Queue' }, `${endpoint}/000000000000/Sample-Queue`],
    ['Ref of a rule', { Ref: 'Rule' }, 'bus|Sample-Rule'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'prod'],
    [
      'Fn::GetAtt',
      { 'Fn::GetAtt': ['Table', 'Arn'] },
      'arn:aws:dynamodb:us-east-1:000000000000:table/Sample-Table',
    ],
    [
      'Fn::GetAtt with a dot',
      { 'Fn::GetAtt': 'Queue.Arn' },
      'arn:aws:sqs:us-east-1:000000000000:Sample-Queue',
    ],
    [
      'Fn::GetAtt of what only the template cares about',
      { 'Fn::GetAtt': ['Alarm', 'Arn'] },
      'Sample-Alarm-Arn',
    ],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Partition' }]] }, 'a/aws'],
    [
      'Fn::Sub',
      { 'Fn::Sub': `${placeholder('AWS::Region')}/${placeholder('Named.Arn')}` },
      'us-east-1/arn:aws:s3:::of-sample-table',
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': [`${placeholder('It')}-${placeholder('!Literal')}`, { It: { Ref: 'Bus' } }] },
      `bus-${placeholder('Literal')}`,
    ],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Fn::If', { 'Fn::If': ['InProd', 'yes', 'no'] }, 'yes'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'big'] }, 9],
    ['Fn::Base64', { 'Fn::Base64': 'ä' }, 'w6Q='],
    [
      'AWS::NoValue, which leaves it out',
      {
        kept: [1, { Ref: 'AWS::NoValue' }],
        gone: { 'Fn::If': ['InTest', 1, { Ref: 'AWS::NoValue' }] },
      },
      { kept: [1] },
    ],
    [
      'a Condition that is a policy’s',
      { Condition: { Bool: { a: 'b' } } },
      { Condition: { Bool: { a: 'b' } } },
    ],
  ])('is resolved: %s', (_, value, expected) => {
    const parts: Partial<Template> = {
      Resources,
      Parameters: { Stage: { Default: 'prod' } },
      Mappings: { Sizes: { 'us-east-1': { big: 9 } } },
      Conditions: {
        InProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        InTest: { 'Fn::Not': [{ Condition: 'InProd' }] },
      },
    };

    expect(resolved(value, parts)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['a function that it does not have', { 'Fn::Transform': 'x' }, 'cannot evaluate Fn::Transform'],
    ['a resource that is not there', { Ref: 'Nowhere' }, 'refers to Nowhere'],
    ['an attribute that it does not know', { 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Queue.Colour'],
    ['what no stack exports', { 'Fn::ImportValue': 'x' }, 'no stack of the app exports x'],
    [
      'what no stack has as an output',
      { 'Fn::GetStackOutput': { StackName: 'x', OutputName: 'y' } },
      'no stack x of the app has the output y',
    ],
    ['a parameter without a default', { Ref: 'Stage' }, 'parameter Stage has no default'],
  ])('is refused: %s', (_, value, complaint) => {
    expect(() => resolved(value, { Resources, Parameters: { Stage: {} } })).toThrow(complaint);
  });

  it('excludes resources whose condition is not met', () => {
    const stack = resolveStack(
      {
        stackName: 'Sample',
        template: template({
          Conditions: { Never: { 'Fn::Or': [{ 'Fn::Equals': [1, 2] }] } },
          Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: {}, Condition: 'Never' } },
        }),
      },
      endpoint,
    );

    expect(stack.resources.all).toEqual([]);
  });
});
