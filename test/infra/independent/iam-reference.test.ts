import { beforeAll, describe, expect, it } from 'vitest';
import { findUnauthorizable } from './iam-reference.ts';
import { statementsOf } from './statements.ts';
import type { CloudFormationTemplate } from './template.ts';
import { account, region, templatesUnderTest } from './templates.ts';

const table = `arn:aws:dynamodb:${region}:${account}:table/EventsTable`;

describe('the Service Authorization Reference', () => {
  let templates: Readonly<Record<string, CloudFormationTemplate>>;

  beforeAll(async () => {
    templates = await templatesUnderTest();
  });

  it('knows every action, resource and condition key of every policy', async () => {
    for (const [name, template] of Object.entries(templates)) {
      expect(statementsOf(template).length, name).toBeGreaterThan(0);
      expect(await findUnauthorizable(template), name).toEqual([]);
    }
  });

  it.each([
    ['an invented action', { Action: 'dynamodb:PutItems' }, /unknown action dynamodb:PutItems$/],
    ['an invented service', { Action: 'dynamo:PutItem' }, /unknown service of dynamo:PutItem$/],
    ['a wildcard', { Action: 'dynamodb:*' }, /dynamodb:\* allows more than one action$/],
    [
      'an action that acts on another type of resource',
      { Action: ['dynamodb:PutItem', 's3:GetObject'] },
      /s3:GetObject acts on none of .*table\/EventsTable$/,
    ],
    [
      'an action that acts on no resource',
      { Action: 'dynamodb:ListStreams' },
      /dynamodb:ListStreams acts on none of/,
    ],
    [
      'a resource on which no action acts',
      { Action: 'dynamodb:PutItem', Resource: [table, `${table}/index/conversation`] },
      /no action of the statement acts on .*index\/conversation$/,
    ],
    [
      'a condition key that the action does not know',
      { Action: 'dynamodb:PutItem', Condition: { StringEquals: { 's3:prefix': 'raw/' } } },
      /dynamodb:PutItem does not know the condition key s3:prefix$/,
    ],
    [
      'a condition key that does not exist',
      { Action: 'dynamodb:PutItem', Condition: { StringEquals: { 'aws:SourceAcount': '1' } } },
      /does not know the condition key aws:SourceAcount$/,
    ],
  ])('finds %s', async (_, changed, finding) => {
    const statement = { Effect: 'Allow', Resource: table, ...changed };
    const Properties = { PolicyDocument: { Statement: [statement] } };
    const template = { Resources: { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties } } };
    expect(await findUnauthorizable(template)).toEqual([expect.stringMatching(finding)]);
  });
});
