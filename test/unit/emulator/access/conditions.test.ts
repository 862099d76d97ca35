import { describe, expect, it } from 'vitest';
import {
  conditionBlock,
  meetsConditions,
  unknownTerms,
} from '../../../../tools/emulator/access/conditions.ts';
import type { RequestContext } from '../../../../tools/emulator/access/request-context.ts';

/** The rows follow the tables and examples of the IAM user guide. */
type Row = readonly [condition: Record<string, object>, request: RequestContext, met: boolean];

function meets(block: Record<string, object>, request: RequestContext): boolean {
  return meetsConditions(conditionBlock.parse(block), request);
}

/** `${key}` in a policy. */
const variable = (key: string) => `\${${key}}`;

const arn = 'arn:aws:events:us-east-1:000000000000:rule/bus/own';
const account: RequestContext = { 'aws:PrincipalAccount': ['000000000000'] };
const from = (sourceArn: string): RequestContext => ({ 'aws:SourceArn': [sourceArn] });
const select = (value: string): RequestContext => ({ 'dynamodb:Select': [value] });
const keys = (...values: string[]): RequestContext => ({ 'dynamodb:LeadingKeys': values });
const at = (time: string): RequestContext => ({ 'aws:CurrentTime': [time] });

describe.each<[string, readonly Row[]]>([
  [
    'several keys, values and operators',
    [
      // One of several values is enough.
      [{ StringEquals: { 'dynamodb:Select': ['COUNT', 'X'] } }, select('X'), true],
      [{ StringEquals: { 'dynamodb:Select': ['COUNT', 'X'] } }, select('Y'), false],
      // With a negated operator, no value may match.
      [{ StringNotEquals: { 'dynamodb:Select': ['COUNT', 'X'] } }, select('X'), false],
      [{ StringNotEquals: { 'dynamodb:Select': ['COUNT', 'X'] } }, select('Y'), true],
      // Every key and every operator must hold.
      [
        { StringEquals: { 'dynamodb:Select': 'X', 'aws:PrincipalAccount': '000000000000' } },
        { ...select('X'), ...account },
        true,
      ],
      [
        { StringEquals: { 'dynamodb:Select': 'X', 'aws:PrincipalAccount': '111111111111' } },
        { ...select('X'), ...account },
        false,
      ],
      [
        { StringEquals: { 'dynamodb:Select': 'X' }, Bool: { 'aws:SecureTransport': 'true' } },
        select('X'),
        false,
      ],
      [{}, {}, true],
    ],
  ],
  [
    'a key that the request does not have',
    [
      [{ StringEquals: { 'aws:SourceArn': arn } }, {}, false],
      [{ StringNotEquals: { 'aws:SourceArn': arn } }, {}, true],
      [{ ArnNotLike: { 'aws:SourceArn': arn } }, {}, true],
      [{ StringEqualsIfExists: { 'aws:SourceArn': arn } }, {}, true],
      [{ StringEqualsIfExists: { 'aws:SourceArn': arn } }, from('another'), false],
      [{ Null: { 'aws:SourceArn': 'true' } }, {}, true],
      [{ Null: { 'aws:SourceArn': true } }, from(arn), false],
      [{ Null: { 'aws:SourceArn': 'false' } }, from(arn), true],
      [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'a' } }, {}, true],
      [{ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': 'a' } }, {}, false],
      [{ 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': 'a' } }, {}, false],
      [{ 'ForAnyValue:StringEqualsIfExists': { 'dynamodb:LeadingKeys': 'a' } }, {}, true],
    ],
  ],
  [
    'a key with several values',
    [
      [{ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('a1', 'a2'), true],
      [{ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('a1', 'b1'), false],
      [{ 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('a1'), false],
      [{ 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('b1'), true],
      [{ 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('a1', 'b1'), false],
      [{ 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('a1', 'b1'), true],
      [{ 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('b1'), false],
      [{ 'ForAnyValue:StringNotLike': { 'dynamodb:LeadingKeys': 'a*' } }, keys('a1', 'b1'), true],
      [{ 'ForAnyValue:StringNotLike': { 'dynamodb:LeadingKeys': ['a*', 'b*'] } }, keys('b'), false],
    ],
  ],
  [
    'texts',
    [
      [{ StringEquals: { 'dynamodb:Select': 'x' } }, select('X'), false],
      [{ StringEqualsIgnoreCase: { 'dynamodb:Select': 'x' } }, select('X'), true],
      [{ StringNotEqualsIgnoreCase: { 'dynamodb:Select': 'x' } }, select('X'), false],
      [{ StringEquals: { 'dynamodb:Select': 'X*' } }, select('XY'), false],
      [{ StringLike: { 'dynamodb:Select': 'X?' } }, select('XY'), true],
      [{ StringLike: { 'dynamodb:Select': 'X' } }, select('XY'), false],
      [{ StringNotLike: { 'dynamodb:Select': 'X*' } }, select('XY'), false],
      [{ BinaryEquals: { 'dynamodb:Select': 'YQ==' } }, select('YQ=='), true],
      // Names of keys ignore case.
      [{ StringEquals: { 'DynamoDB:SELECT': 'X' } }, select('X'), true],
    ],
  ],
  [
    'numbers',
    [
      [{ NumericEquals: { 's3:max-keys': '10.0' } }, { 's3:max-keys': ['10'] }, true],
      [{ NumericNotEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': ['10'] }, false],
      [{ NumericLessThan: { 's3:TlsVersion': 1.2 } }, { 's3:TlsVersion': ['1.3'] }, false],
      [{ NumericLessThan: { 's3:max-keys': 10 } }, { 's3:max-keys': ['9'] }, true],
      [{ NumericLessThanEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': ['10'] }, true],
      [{ NumericGreaterThan: { 's3:max-keys': 10 } }, { 's3:max-keys': ['10'] }, false],
      [{ NumericGreaterThanEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': ['10'] }, true],
      [{ NumericEquals: { 's3:max-keys': 10 } }, { 's3:max-keys': ['many'] }, false],
    ],
  ],
  [
    'dates',
    [
      [{ DateEquals: { 'aws:CurrentTime': '2026-01-01T01:00:00+01:00' } }, at('2026-01-01'), true],
      [{ DateNotEquals: { 'aws:CurrentTime': '2026-01-01' } }, at('2026-01-01'), false],
      [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' } }, at('2026-01-02'), true],
      [{ DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-02' } }, at('2026-01-02'), true],
      [{ DateLessThan: { 'aws:CurrentTime': '2026-01-01' } }, at('2026-01-02'), false],
      [{ DateLessThanEquals: { 'aws:CurrentTime': '2026-01-02' } }, at('2026-01-02'), true],
      [{ DateLessThan: { 'aws:EpochTime': '2026-01-01' } }, { 'aws:EpochTime': ['1'] }, true],
    ],
  ],
  [
    'true and false',
    [
      [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': ['true'] }, false],
      [{ Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': ['true'] }, true],
      [{ BoolIfExists: { 'aws:SecureTransport': 'false' } }, {}, true],
    ],
  ],
  [
    // The emulator has no key with an address, but it has the operators.
    'addresses',
    [
      [{ IpAddress: { 's3:prefix': '203.0.113.0/24' } }, { 's3:prefix': ['203.0.113.9'] }, true],
      [{ IpAddress: { 's3:prefix': '203.0.113.0/24' } }, { 's3:prefix': ['192.0.2.9'] }, false],
      [{ IpAddress: { 's3:prefix': '2001:db8::/32' } }, { 's3:prefix': ['2001:db8::1'] }, true],
      [{ IpAddress: { 's3:prefix': '203.0.113.9' } }, { 's3:prefix': ['203.0.113.9'] }, true],
      [{ NotIpAddress: { 's3:prefix': '203.0.113.0/24' } }, { 's3:prefix': ['192.0.2.9'] }, true],
      [{ IpAddress: { 's3:prefix': 'somewhere' } }, { 's3:prefix': ['192.0.2.9'] }, false],
    ],
  ],
  [
    'ARNs',
    [
      [{ ArnEquals: { 'aws:SourceArn': arn } }, from(arn), true],
      [{ ArnEquals: { 'aws:SourceArn': arn } }, from(`${arn}er`), false],
      [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }, from(arn), true],
      [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:000000000000:rule/*' } }, from(arn), true],
      // Parts are compared one by one: a wildcard does not match a colon.
      [{ ArnLike: { 'aws:SourceArn': 'arn:aws:*:rule/bus/own' } }, from(arn), false],
      [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-?:*:*/own' } }, from(arn), true],
      [{ ArnNotEquals: { 'aws:SourceArn': arn } }, from(arn), false],
      [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:sqs:*:*:*' } }, from(arn), true],
    ],
  ],
  [
    'variables',
    [
      [
        { StringEquals: { 'dynamodb:Select': variable('aws:PrincipalAccount') } },
        { ...account, ...select('000000000000') },
        true,
      ],
      [
        { StringEquals: { 'dynamodb:Select': variable('aws:PrincipalAccount') } },
        select(''),
        false,
      ],
      [
        { StringLike: { 'dynamodb:Select': `${variable("aws:SourceArn, 'none'")}-*` } },
        select('none-1'),
        true,
      ],
      [
        {
          ArnLike: {
            'aws:SourceArn': `arn:aws:events:*:${variable('aws:PrincipalAccount')}:rule/*`,
          },
        },
        { ...account, ...from(arn) },
        true,
      ],
      // The value of a variable is plain text, and so is an escaped character.
      [
        { StringLike: { 'dynamodb:Select': variable('aws:SourceArn') } },
        { ...from('*'), ...select('X') },
        false,
      ],
      [{ StringLike: { 'dynamodb:Select': `${variable('*')}X` } }, select('*X'), true],
      [{ StringLike: { 'dynamodb:Select': `${variable('*')}X` } }, select('YX'), false],
    ],
  ],
])('conditions on %s', (_, rows) => {
  it.each(rows)('%j for %j: %s', (block, request, met) => {
    expect(meets(block, request)).toBe(met);
  });
});

describe('an unknown term', () => {
  it.each<[object, string[]]>([
    [{ StringEquals: { 'aws:SourceArn': 'x' } }, []],
    [{ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, ['aws:SourceVpce']],
    [{ StringResembles: { 'aws:SourceArn': 'x' } }, ['StringResembles']],
    [{ StringEquals: { 'aws:SourceArn': variable('aws:username') } }, ['aws:username']],
    [{ Null: { 'aws:MultiFactorAuthAge': 'true' } }, ['aws:MultiFactorAuthAge']],
  ])('is found in %j', (block, expected) => {
    expect(unknownTerms(conditionBlock.parse(block))).toEqual(expected);
  });
});
