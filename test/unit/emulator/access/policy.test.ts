import { describe, expect, it } from 'vitest';
import {
  decide,
  policyDocument,
  unknownTermsOf,
} from '../../../../tools/emulator/access/policy.ts';

function statements(...Statement: object[]) {
  return policyDocument.parse({ Statement }).Statement;
}

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/events';

describe('a policy', () => {
  it.each<[string, object, 'allow' | 'implicit-deny']>([
    ['the action and the resource', { Action: 'dynamodb:PutItem', Resource: table }, 'allow'],
    ['one of several', { Action: ['a:B', 'dynamodb:PutItem'], Resource: ['x', table] }, 'allow'],
    ['wildcards', { Action: 'dynamodb:Put*', Resource: '*:table/event?' }, 'allow'],
    ['the action in another case', { Action: 'DynamoDB:putitem', Resource: table }, 'allow'],
    ['everything but something else', { NotAction: 's3:*', NotResource: 'x' }, 'allow'],
    ['another action', { Action: 'dynamodb:GetItem', Resource: table }, 'implicit-deny'],
    ['another resource', { Action: '*', Resource: `${table}/index/x` }, 'implicit-deny'],
    [
      'the resource as a regular expression',
      { Action: '*', Resource: table.replace('e', '.') },
      'implicit-deny',
    ],
    ['everything but this', { NotAction: 'dynamodb:PutItem', Resource: '*' }, 'implicit-deny'],
  ])('that names %s', (_, statement, expected) => {
    const decision = decide(statements({ Effect: 'Allow', ...statement }), {
      action: 'dynamodb:PutItem',
      resource: table,
    });

    expect(decision).toBe(expected);
  });

  it('denies although another statement allows', () => {
    const both = statements(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    );

    expect(decide(both, { action: 's3:GetObject', resource: 'x' })).toBe('explicit-deny');
    expect(decide(both, { action: 'sqs:SendMessage', resource: 'x' })).toBe('allow');
  });

  it('applies when the request, or every request, meets its condition', () => {
    const reader = statements({
      Effect: 'Allow',
      Action: 'dynamodb:Query',
      Resource: table,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'message#*' },
        Bool: { 'aws:SecureTransport': 'true' },
      },
    });
    const decisionOn = (key: string) =>
      decide(reader, {
        action: 'dynamodb:Query',
        resource: table,
        context: { 'dynamodb:LeadingKeys': [key] },
      });

    expect(decisionOn('message#1')).toBe('allow');
    expect(decisionOn('quarantine#1')).toBe('implicit-deny');
  });

  it('fills in its variables', () => {
    const variable = `\${${'aws:PrincipalAccount'}}`;
    const own = statements({ Effect: 'Allow', Action: '*', Resource: `x/${variable}` });
    const context = { 'aws:PrincipalAccount': ['000000000000'] };

    expect(decide(own, { action: 'a:B', resource: 'x/000000000000', context })).toBe('allow');
    expect(decide(own, { action: 'a:B', resource: 'x/111111111111', context })).toBe(
      'implicit-deny',
    );
  });

  it('names nothing by a variable that the request lacks', () => {
    const Resource = `x/\${${'aws:SourceAccount'}}`;
    const own = statements({ Effect: 'Allow', Action: '*', Resource });

    for (const resource of ['x/', 'x/000000000000', `x/\${${'aws:SourceAccount'}}`]) {
      expect(decide(own, { action: 'a:B', resource }), resource).toBe('implicit-deny');
    }
  });

  it.each<['Allow' | 'Deny', string]>([
    ['Allow', 'implicit-deny'],
    ['Deny', 'explicit-deny'],
  ])('with an unknown condition never allows and always denies: %s', (Effect, expected) => {
    const Condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const [statement] = statements({ Effect, Action: '*', Resource: '*', Condition });

    expect(statement && decide([statement], { action: 'a:B', resource: 'x' })).toBe(expected);
    expect(statement && unknownTermsOf(statement)).toEqual(['aws:SourceVpce']);
  });
});
