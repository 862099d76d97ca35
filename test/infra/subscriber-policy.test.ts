import { describe, expect, it } from 'vitest';
import type { GatewayProps } from '../../lib/index.ts';
import { conversationKey } from '../../shared/contract/conversation-key.ts';
import { mediaFolder } from '../../shared/media/media-object.ts';
import { conversationDayPartitions } from '../../shared/table/conversation-days.ts';
import { linkPartition } from '../../shared/table/links.ts';
import { partitionKey, partitionKinds } from '../../shared/table/partition-key.ts';
import {
  decide,
  type Permission,
  policyDocument,
  unknownTermsOf,
} from '../../tools/emulator/access/policy.ts';
import type { RequestContext } from '../../tools/emulator/access/request-context.ts';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

/** A policy of the template, with names in the place of ARNs: `EventsTable/index/conversation`. */
function policy(logicalId: RegExp, props: Partial<GatewayProps> = {}) {
  const policies = Object.entries(synthesize(props).findResources('AWS::IAM::ManagedPolicy'));
  const [, found] = policies.find(([id]) => logicalId.test(id)) ?? [];
  const document = found?.Properties.PolicyDocument;
  const { Statement } = policyDocument.parse({
    Statement: document.Statement.map((statement: { Resource: unknown }) => ({
      ...statement,
      Resource: [statement.Resource].flat().map(readable),
    })),
  });
  return Statement;
}

const account = '123456789012';

/** Decides a request of a subscriber by the emulator's implementation of IAM. */
function isAllowed(
  statements: ReturnType<typeof policy>,
  action: string,
  resource: string,
  context: RequestContext = {},
): boolean {
  const permission: Permission = {
    action,
    resource,
    context: { 'aws:PrincipalAccount': [account], ...context },
  };
  return decide(statements, permission) === 'allow';
}

const everyone = policy(/^SubscriberPolicy/);
const limitedTo = (subscribers: GatewayProps['subscribers']) =>
  policy(/^SupportSubscriberPolicy/, { subscribers });
const unlimited = limitedTo({ teams: { support: {}, billing: {} } });
const limited = limitedTo({
  teams: {
    support: {
      providers: ['acme'],
      conversations: [
        { channel: 'whatsapp', business: '15550100001' },
        { channel: 'rcs', business: 'shop#1' },
      ],
    },
  },
});
const policies = { everyone, unlimited, limited };
type PolicyName = keyof typeof policies;
const names = Object.keys(policies) as PolicyName[];

it('the evaluation knows every operator and key of the policies', () => {
  expect(Object.values(policies).flat().flatMap(unknownTermsOf)).toEqual([]);
});

describe('event records', () => {
  const projection = ['pk', 'sk', 'detail'];
  const query = (key: string, change: RequestContext = {}): RequestContext => ({
    'dynamodb:LeadingKeys': [key],
    'dynamodb:Attributes': projection,
    'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
    ...change,
  });
  const mayQuery = (name: PolicyName, key: string, change?: RequestContext) =>
    isAllowed(policies[name], 'dynamodb:Query', 'EventsTable', query(key, change));
  const kinds = partitionKinds.filter((kind) => kind !== 'quarantine');

  it.each(names)('%s may query every kind of event record', (name) => {
    for (const kind of kinds) expect(mayQuery(name, partitionKey(kind, 'acme', '1'))).toBe(true);
  });

  it.each(names)('%s may not query the quarantine, an audit entry or any other key', (name) => {
    for (const key of ['quarantine#acme#1', 'audit#erase', 'other', ''])
      expect(mayQuery(name, key), key).toBe(false);
  });

  it.each(names)('%s may not query the raw payload', (name) => {
    for (const attribute of ['raw', 'payloadKey']) {
      const Attributes = [...projection, attribute];
      expect(mayQuery(name, 'message#acme#1', { 'dynamodb:Attributes': Attributes })).toBe(false);
    }
    const all: RequestContext = { 'dynamodb:Select': ['ALL_ATTRIBUTES'] };
    expect(mayQuery(name, 'message#acme#1', all)).toBe(false);
  });

  it.each(names)('%s may not send a query whose keys DynamoDB does not pass on', (name) => {
    expect(mayQuery(name, 'message#acme#1', { 'dynamodb:LeadingKeys': [] })).toBe(false);
  });

  it.each(names)('%s may not scan, get or write', (name) => {
    for (const action of ['Scan', 'GetItem', 'BatchGetItem', 'PutItem', 'PartiQLSelect'])
      expect(
        isAllowed(
          policies[name],
          `dynamodb:${action}`,
          'EventsTable',
          query(partitionKey('message', 'acme', '1')),
        ),
        action,
      ).toBe(false);
  });

  it('a limited team may query only those of its providers', () => {
    for (const kind of kinds) {
      const other = partitionKey(kind, 'north-wind', '1');
      expect([mayQuery('unlimited', other), mayQuery('limited', other)]).toEqual([true, false]);
      expect(mayQuery('limited', partitionKey(kind, 'acme-2', '1'))).toBe(false);
    }
  });
});

describe('the conversation index', () => {
  const index = 'EventsTable/index/conversation';
  const mayQuery = (name: PolicyName, ...LeadingKeys: string[]) =>
    isAllowed(policies[name], 'dynamodb:Query', index, { 'dynamodb:LeadingKeys': LeadingKeys });
  const conversation = (channel: 'whatsapp' | 'rcs', business: string, user = '447700900123') =>
    conversationKey({ channel, business: { id: business }, user: { phone: user } });

  it('everyone without limits may query all conversations', () => {
    const key = conversation('rcs', '15550100002');
    expect([mayQuery('everyone', key), mayQuery('unlimited', key)]).toEqual([true, true]);
  });

  it('a limited team may query the conversations of its businesses, groups included', () => {
    expect(mayQuery('limited', conversation('whatsapp', '15550100001'))).toBe(true);
    expect(
      mayQuery(
        'limited',
        conversationKey({
          channel: 'whatsapp',
          business: { phone: '15550100001' },
          user: {},
          groupId: 'G1',
        }),
      ),
    ).toBe(true);
  });

  it.each([
    ['on another channel', conversation('rcs', '15550100001')],
    ['of another business', conversation('whatsapp', '15550100002')],
    ['of a business whose number begins with theirs', conversation('whatsapp', '155501000011')],
    ['that their user has with another business', conversation('whatsapp', '447700900123')],
  ])('a limited team may not query a conversation %s', (_, key) => {
    expect(mayQuery('limited', key)).toBe(false);
    expect(mayQuery('limited', conversation('whatsapp', '15550100001'), key)).toBe(false);
  });

  it('writes the id of a business as the key does', () => {
    expect(mayQuery('limited', conversation('rcs', 'shop#1'))).toBe(true);
    expect(mayQuery('limited', conversation('rcs', 'shop#2'))).toBe(false);
  });

  it('a limited team may not send a query whose keys DynamoDB does not pass on', () => {
    expect(mayQuery('limited')).toBe(false);
  });

  it('lets a limited team follow the links of its conversations, and of no others', () => {
    const mayFollow = (name: PolicyName, ...LeadingKeys: string[]) =>
      isAllowed(policies[name], 'dynamodb:Query', 'EventsTable', {
        'dynamodb:LeadingKeys': LeadingKeys,
        'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
      });
    const own = linkPartition('whatsapp#15550100001', 'GB.1');
    const other = linkPartition('whatsapp#15550100002', 'GB.1');
    for (const name of ['everyone', 'unlimited'] as const) {
      expect([mayFollow(name, own), mayFollow(name, other)]).toEqual([true, true]);
    }
    expect([mayFollow('limited', own), mayFollow('limited', other)]).toEqual([true, false]);
    expect(mayFollow('limited', own, other)).toBe(false);
    expect(mayFollow('limited')).toBe(false);
  });

  it('lets a limited team list the conversations of its businesses, and of no others', () => {
    const mayList = (name: PolicyName, business: string) =>
      conversationDayPartitions(`whatsapp#${business}`, '2026-01-02').map((pk) =>
        isAllowed(policies[name], 'dynamodb:Query', 'EventsTable', {
          'dynamodb:LeadingKeys': [pk],
          'dynamodb:Attributes': ['pk', 'sk', 'detail', 'alias'],
          'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'],
        }),
      );
    for (const name of names)
      expect(new Set(mayList(name, '15550100001'))).toEqual(new Set([true]));
    expect(new Set(mayList('everyone', '15550100002'))).toEqual(new Set([true]));
    expect(new Set(mayList('limited', '15550100002'))).toEqual(new Set([false]));
  });

  it('a limited team without conversations may not query the index', () => {
    const none = limitedTo({ teams: { support: { providers: ['acme'], conversations: [] } } });
    const key = conversation('whatsapp', '15550100001');
    expect(isAllowed(none, 'dynamodb:Query', index, { 'dynamodb:LeadingKeys': [key] })).toBe(false);
    // IAM does not document what a condition without values means.
    expect(JSON.stringify(none)).not.toContain('[]');
  });

  it.each(names)('%s may not query the index of the quarantine', (name) => {
    const keys: RequestContext = { 'dynamodb:LeadingKeys': ['message#acme#1'] };
    const quarantine = 'EventsTable/index/quarantine';
    expect(isAllowed(policies[name], 'dynamodb:Query', quarantine, keys)).toBe(false);
  });
});

describe('files', () => {
  const fileOf = (provider: string) =>
    `MediaBucket/${mediaFolder({ provider, occurredAt: '2026-01-02', eventId: 'e' })}0-content.jpg`;

  it.each(names)('%s may read media files, but not list, write or delete them', (name) => {
    expect(isAllowed(policies[name], 's3:GetObject', fileOf('acme'))).toBe(true);
    for (const action of ['s3:PutObject', 's3:DeleteObject'])
      expect(isAllowed(policies[name], action, fileOf('acme'))).toBe(false);
    expect(isAllowed(policies[name], 's3:ListBucket', 'MediaBucket')).toBe(false);
  });

  it.each(names)('%s may not read the payload bucket', (name) => {
    expect(isAllowed(policies[name], 's3:GetObject', 'PayloadBucket/raw/acme/1.json')).toBe(false);
  });

  it('a limited team may read only the files of its providers', () => {
    expect(isAllowed(unlimited, 's3:GetObject', fileOf('north-wind'))).toBe(true);
    expect(isAllowed(limited, 's3:GetObject', fileOf('north-wind'))).toBe(false);
    expect(isAllowed(limited, 's3:GetObject', fileOf('acme-2'))).toBe(false);
  });
});

describe('rules on the bus', () => {
  const rule = (name: string) =>
    `arn:AWS::Partition:events:AWS::Region:AWS::AccountId:rule/EventBus/${name}`;
  const own = rule('support-Inbox-Rule-1A2B3C');
  const writes = ['PutTargets', 'DeleteRule', 'RemoveTargets', 'DisableRule', 'EnableRule'];
  const acme: RequestContext = { 'events:source': ['tributary.acme'] };
  /** A rule that exists has its creator's account. */
  const inThisAccount: RequestContext = { 'events:creatorAccount': [account] };

  it.each(['unlimited', 'limited'] as const)('%s team manages its own rules', (name) => {
    expect(isAllowed(policies[name], 'events:PutRule', own, acme)).toBe(true);
    for (const action of [...writes, 'DescribeRule', 'ListTargetsByRule', 'TagResource'])
      expect(isAllowed(policies[name], `events:${action}`, own, inThisAccount), action).toBe(true);
  });

  it.each([
    ['of another team', rule('billing-Inbox-Rule-1A2B3C'), {}],
    ['of the gateway', rule('tributary-prod-MediaMirrorEventsWithMedia-1A2B3C'), {}],
    ['of the archive', rule('Events-Archive-tributary-prod'), { 'events:ManagedBy': ['aws'] }],
    ['of AWS with a prefix of the team', rule('support-archive'), { 'events:ManagedBy': ['aws'] }],
    ['without the hyphen', rule('support'), {}],
    ['of another account', own, { 'events:creatorAccount': ['999999999999'] }],
    ['on another bus', own.replace('/EventBus/', '/default/'), {}],
  ])('no team changes a rule %s', (_, resource, context: RequestContext) => {
    for (const name of names)
      for (const action of [...writes, 'PutRule'])
        expect(
          isAllowed(policies[name], `events:${action}`, resource, {
            ...inThisAccount,
            ...acme,
            ...context,
          }),
          `${name} ${action}`,
        ).toBe(false);
  });

  it('the policy for everyone manages no rules', () => {
    for (const action of [...writes, 'PutRule'])
      expect(isAllowed(everyone, `events:${action}`, own, acme), action).toBe(false);
  });

  it.each([
    ['of another provider', ['tributary.north-wind']],
    ['of another provider too', ['tributary.acme', 'tributary.north-wind']],
    ['of every provider', [JSON.stringify({ prefix: 'tributary.' })]],
    ['of any source', []],
  ])('a limited team may not subscribe to events %s', (_, sources) => {
    const context: RequestContext = { 'events:source': sources };
    expect(isAllowed(unlimited, 'events:PutRule', own, context)).toBe(true);
    expect(isAllowed(limited, 'events:PutRule', own, context)).toBe(false);
  });

  it.each(names)('%s puts no events on the bus', (name) => {
    expect(isAllowed(policies[name], 'events:DescribeEventBus', 'EventBus')).toBe(true);
    expect(isAllowed(policies[name], 'events:PutEvents', 'EventBus', acme)).toBe(false);
  });
});

it('the largest team fits into a managed policy', () => {
  const conversation = { channel: 'whatsapp', business: 'x'.repeat(100) } as const;
  const count = Math.floor(2_998 / (JSON.stringify(conversation).length + 1));
  const conversations = Array.from({ length: count }, () => conversation);
  const statements = limitedTo({
    teams: { support: { providers: ['acme', 'north-wind'], conversations } },
  });
  // An ARN is longer than the name that stands for it here, and there may be more providers.
  const room = 1_500;
  expect(JSON.stringify(statements).length).toBeLessThan(6_144 - room);
});
