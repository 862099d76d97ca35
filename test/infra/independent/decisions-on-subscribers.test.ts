import { describe, expect, it } from 'vitest';
import { everythingConfigured, keyArn } from '../synthesize.ts';
import { deploy, type Principal, type Request } from './decide.ts';
import { account, region, synthesizeGateway } from './templates.ts';

const gateway = deploy(synthesizeGateway(everythingConfigured));

const table = `arn:aws:dynamodb:${region}:${account}:table/EventsTable`;
const rule = (name: string) => `arn:aws:events:${region}:${account}:rule/tributary-test/${name}`;
const bus = `arn:aws:events:${region}:${account}:event-bus/tributary-test`;
const file = (provider: string) => `arn:aws:s3:::mediabucket/${provider}/2026/01/02/0a1b/0.jpg`;

/** A query for event records, as the SDK's reader sends it. */
const query = (
  key: string,
  changed: Readonly<Record<string, string | readonly string[]>> = {},
) => ({
  action: 'dynamodb:Query',
  resource: table,
  context: {
    'dynamodb:LeadingKeys': [key],
    'dynamodb:Attributes': ['pk', 'sk', 'detail', 'alias'],
    'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
    ...changed,
  },
});

const conversation = (key: string) => ({
  action: 'dynamodb:Query',
  resource: `${table}/index/conversation`,
  context: { 'dynamodb:LeadingKeys': [key] },
});

/** A rule for events of a source, which the request names. */
const putRule = (
  name: string,
  context: Readonly<Record<string, string | readonly string[]>> = {},
) => ({
  action: 'events:PutRule',
  resource: rule(name),
  context,
});

const mine = { 'events:creatorAccount': account };
const ofAcme = { 'events:source': ['tributary.acme'] };
const onOwnRules = ['events:PutTargets', 'events:DeleteRule', 'events:DescribeRule'];

describe('a subscriber of the same account', () => {
  const subscriber = gateway.subscriber('SubscriberPolicy');

  it.each<readonly [string, Request]>([
    ['query the event records of a message', query('message#acme#1')],
    ['query the event records of another provider', query('message#north-wind#1')],
    ['query a conversation', conversation('whatsapp#15550100001#447700900123')],
    ['read a file', { action: 's3:GetObject', resource: file('north-wind') }],
    ['describe the bus', { action: 'events:DescribeEventBus', resource: bus }],
    [
      'decrypt event records with the owner’s key',
      {
        action: 'kms:Decrypt',
        resource: keyArn,
        context: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
      },
    ],
  ])('may %s', async (_, request) => {
    expect(await gateway.allows(subscriber, request)).toBe(true);
  });

  it.each<readonly [string, Request]>([
    [
      'read raw JSON of a provider',
      query('message#acme#1', { 'dynamodb:Attributes': ['pk', 'sk', 'raw'] }),
    ],
    ['read all attributes', query('message#acme#1', { 'dynamodb:Select': 'ALL_ATTRIBUTES' })],
    ['query quarantined items', query('quarantine#acme#0a1b')],
    ['query what operators did', query('audit#erase')],
    ['query without a key', { ...query(''), context: { 'dynamodb:Select': 'COUNT' } }],
    [
      'query the index of the quarantine',
      { ...conversation('2026-01-02#0'), resource: `${table}/index/quarantine` },
    ],
    ['scan the table', { action: 'dynamodb:Scan', resource: table }],
    ['get an item', { action: 'dynamodb:GetItem', resource: table }],
    ['write an event record', { action: 'dynamodb:PutItem', resource: table }],
    [
      'read a payload',
      { action: 's3:GetObject', resource: 'arn:aws:s3:::payloadbucket/raw/acme/1' },
    ],
    ['overwrite a file', { action: 's3:PutObject', resource: file('acme') }],
    [
      'read a file without TLS',
      {
        action: 's3:GetObject',
        resource: file('acme'),
        context: { 'aws:SecureTransport': 'false' },
      },
    ],
    ['put an event', { action: 'events:PutEvents', resource: bus }],
    ['put a rule', putRule('mine', ofAcme)],
    [
      'delete a rule',
      { action: 'events:DeleteRule', resource: rule('support-inbox'), context: mine },
    ],
    ['use the owner’s key directly', { action: 'kms:Decrypt', resource: keyArn }],
  ])('may not %s', async (_, request) => {
    expect(await gateway.allows(subscriber, request)).toBe(false);
  });
});

describe('a team that is limited to a provider and a business', () => {
  const support = gateway.subscriber('SupportSubscriberPolicy');

  it.each<readonly [string, Request]>([
    ['put a rule for events of its provider', putRule('support-inbox', ofAcme)],
    ['put it again', putRule('support-inbox', { ...ofAcme, ...mine })],
    ...onOwnRules.map(
      (action) => [action, { action, resource: rule('support-inbox'), context: mine }] as const,
    ),
    ['query the event records of its provider', query('message#acme#1')],
    ['query a conversation of its business', conversation('whatsapp#15550100001#447700900123')],
    ['read a file of its provider', { action: 's3:GetObject', resource: file('acme') }],
  ])('may %s', async (_, request) => {
    expect(await gateway.allows(support, request)).toBe(true);
  });

  it.each<readonly [string, Request]>([
    [
      'put a rule for events of another provider',
      putRule('support-inbox', { 'events:source': ['tributary.north-wind'] }),
    ],
    [
      'put a rule for events of both',
      putRule('support-inbox', { 'events:source': ['tributary.acme', 'tributary.north-wind'] }),
    ],
    ['put a rule for all events', putRule('support-inbox')],
    ['put a rule with a name of another team', putRule('billing-inbox', ofAcme)],
    [
      'put a rule on another bus',
      {
        ...putRule('', ofAcme),
        resource: `arn:aws:events:${region}:${account}:rule/support-inbox`,
      },
    ],
    [
      'change a rule of another account',
      putRule('support-inbox', { ...ofAcme, 'events:creatorAccount': '111122223333' }),
    ],
    [
      'change a rule that AWS manages',
      putRule('support-x', { ...ofAcme, 'events:ManagedBy': 'scheduler.amazonaws.com' }),
    ],
    [
      'delete the rule of the archive',
      {
        action: 'events:DeleteRule',
        resource: rule('Events-Archive-tributary-test'),
        context: { ...mine, 'events:ManagedBy': 'prod.vhs.events.aws.internal' },
      },
    ],
    [
      'delete the rule of the media mirror',
      { action: 'events:DeleteRule', resource: rule('MediaMirrorEventsWithMedia'), context: mine },
    ],
    ['query the event records of another provider', query('message#north-wind#1')],
    [
      'query event records of two providers at once',
      query('message#acme#1', {
        'dynamodb:LeadingKeys': ['message#acme#1', 'message#north-wind#1'],
      }),
    ],
    ['query a conversation of another business', conversation('whatsapp#15550100002#447700900123')],
    [
      'query a conversation of a business whose number begins alike',
      conversation('whatsapp#155501000011#447700900123'),
    ],
    ['read a file of another provider', { action: 's3:GetObject', resource: file('north-wind') }],
  ])('may not %s', async (_, request) => {
    expect(await gateway.allows(support, request)).toBe(false);
  });
});

describe('a subscriber of another account', () => {
  /** A role that its own account allows everything. */
  const administrator = (accountId: string): Principal => ({
    arn: `arn:aws:iam::${accountId}:role/administrator`,
    policies: [
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    ],
  });
  const partner = administrator('111122223333');
  const own = { 'events:creatorAccount': '111122223333' };

  it.each<readonly [string, Request]>([
    ['create a rule', putRule('partner')],
    ...[...onOwnRules, 'events:DisableRule'].map(
      (action) => [action, { action, resource: rule('partner'), context: own }] as const,
    ),
  ])('may %s on its own rules', async (_, request) => {
    expect(await gateway.allows(partner, request)).toBe(true);
  });

  it.each<readonly [string, Request]>([
    ['change a rule of the gateway', putRule('MediaMirrorEventsWithMedia', { ...own, ...mine })],
    [
      'delete the rule of the archive',
      {
        action: 'events:DeleteRule',
        resource: rule('Events-Archive-tributary-test'),
        context: { ...own, ...mine },
      },
    ],
    ['put an event', { action: 'events:PutEvents', resource: bus }],
    ['query event records', query('message#acme#1')],
    ['read a file', { action: 's3:GetObject', resource: file('acme') }],
    [
      'receive from the queue of the media mirror',
      {
        action: 'sqs:ReceiveMessage',
        resource: `arn:aws:sqs:${region}:${account}:MediaMirrorQueue`,
      },
    ],
    [
      'invoke a callback function',
      {
        action: 'lambda:InvokeFunction',
        resource: `arn:aws:lambda:${region}:${account}:function:AcmeCallbackFunction`,
      },
    ],
  ])('may not %s', async (_, request) => {
    expect(await gateway.allows(partner, request)).toBe(false);
  });

  it('may create a rule as a member of the organization', async () => {
    const member = administrator('777788889999');
    const context = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
    expect(await gateway.allows(member, putRule('member', context))).toBe(true);
    const other = { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' };
    expect(await gateway.allows(member, putRule('member', other))).toBe(false);
  });
});
