import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { conversationScope } from '../../shared/contract/conversation-key.ts';
import { toSource } from '../../shared/contract/event-kinds.ts';
import { mediaPrefix } from '../../shared/media/media-object.ts';
import { indexes, readableAttributes } from '../../shared/table/attributes.ts';
import { linkPrefixes } from '../../shared/table/links.ts';
import { type PartitionKind, partitionPrefix } from '../../shared/table/partition-key.ts';
import { rulePrefix, type SubscriberTeam } from '../props/subscriber-teams.ts';
import { readWithDataKey } from './data-key.ts';
import { type GatewayEventBus, onlyOwnRules, ruleActions } from './event-bus.ts';

/** What subscribers read, and how far. */
export interface SubscriberAccess {
  readonly table: dynamodb.Table;
  readonly bus: GatewayEventBus;
  readonly media: s3.Bucket;
  readonly encryptionKey?: kms.IKey | undefined;
  /**
   * The team whose policy it is, with its limits.
   *
   * @default any team: the policy reads everything and manages no rules
   */
  readonly team?: SubscriberTeam & { readonly name: string };
}

/** The things whose event records subscribers may read. Quarantined items are not among them. */
const readableKinds: readonly PartitionKind[] = [
  'message',
  'template',
  'account',
  'phone',
  'user',
  'conversation',
  'group',
  'payment',
  'call',
  'callback',
  'callbackData',
];

/**
 * Permission for the rules of one team, from creation to deletion. All rules of an account have the same
 * `creatorAccount`: the prefix distinguishes the teams.
 */
export function ruleStatements({ bus, team }: SubscriberAccess): readonly iam.PolicyStatement[] {
  if (team === undefined) return [];
  const resources = [bus.rulesArn(rulePrefix(team.name))];
  // The rule of the archive: AWS manages it, and it is in this account.
  const notManagedByAws = { 'events:ManagedBy': 'true' };
  const { providers } = team;
  return [
    new iam.PolicyStatement({
      sid: 'ManageOwnRules',
      actions: ruleActions.filter((action) => !providers || action !== 'events:PutRule'),
      resources,
      conditions: { ...onlyOwnRules, Null: notManagedByAws },
    }),
    ...(providers
      ? [
          new iam.PolicyStatement({
            sid: 'PutRulesForOwnProviders',
            actions: ['events:PutRule'],
            resources,
            conditions: {
              ...onlyOwnRules,
              'ForAllValues:StringEquals': { 'events:source': providers.map(toSource) },
              Null: { ...notManagedByAws, 'events:source': 'false' },
            },
          }),
        ]
      : []),
  ];
}

/**
 * Permission to read event records without raw JSON and without the quarantine, conversations with the links
 * of their users, and mirrored files.
 *
 * Event records can be read only with `Query` and a projection of `readableAttributes`: DynamoDB
 * restricts attributes only in requests that name them.
 */
export function readStatements(access: SubscriberAccess): readonly iam.PolicyStatement[] {
  const { media, team } = access;
  const files = team?.providers?.map(mediaPrefix) ?? [''];
  return [
    ...readTable(access),
    new iam.PolicyStatement({
      sid: 'ReadMedia',
      actions: ['s3:GetObject'],
      resources: files.map((prefix) => media.arnForObjects(`${prefix}*`)),
    }),
    ...readWithDataKey(access.encryptionKey, ['dynamodb', 's3']),
  ];
}

/** Permission to see that the bus is there, which the creator of a rule needs. */
export function busStatement({ bus }: Pick<SubscriberAccess, 'bus'>): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'SeeTheBus',
    actions: ['events:DescribeEventBus'],
    resources: [bus.bus.eventBusArn],
  });
}

/** `ForAllValues` is true for a request without keys, which must be denied. */
const namesKeys = { Null: { 'dynamodb:LeadingKeys': 'false' } };

function readTable({ table, team }: SubscriberAccess): readonly iam.PolicyStatement[] {
  const prefixes = readableKinds.flatMap(
    (kind) =>
      team?.providers?.map((provider) => partitionPrefix(kind, provider)) ?? [
        partitionPrefix(kind),
      ],
  );
  const records = new iam.PolicyStatement({
    sid: 'ReadRecords',
    actions: ['dynamodb:Query'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': readableAttributes },
      StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES', 'COUNT'] },
      ...namesKeys,
    },
  });
  const conversations =
    team?.conversations?.map(
      ({ channel, business }) => `${conversationScope({ channel, business: { id: business } })}#`,
    ) ?? linkPrefixes;
  if (conversations.length === 0) return [records];
  return [
    records,
    // In the table, the partitions with these keys are the links of users: there is no raw JSON in them.
    new iam.PolicyStatement({
      sid: 'ReadConversations',
      actions: ['dynamodb:Query'],
      resources: [table.tableArn, `${table.tableArn}/index/${indexes.conversation.name}`],
      conditions: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': conversations.map((key) => `${key}*`),
        },
        ...namesKeys,
      },
    }),
  ];
}
