import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { indexes, readableAttributes } from '../../shared/table/attributes.ts';
import { type PartitionKind, partitionPrefix } from '../../shared/table/keys.ts';
import { readWithDataKey } from './data-key.ts';
import { type GatewayEventBus, onlyOwnRules, ruleActions } from './event-bus.ts';

export interface SubscriberPolicyProps {
  readonly table: dynamodb.Table;
  readonly bus: GatewayEventBus;
  /** The gateway's own rules on the bus, which subscribers of the same account must not touch. */
  readonly ownRuleArns: readonly string[];
  readonly media: s3.Bucket;
  readonly encryptionKey?: kms.IKey | undefined;
}

/** The things whose event records subscribers may read. Quarantined items are not among them. */
const readableKinds: readonly PartitionKind[] = ['message', 'template', 'account', 'phone', 'user'];

/**
 * The managed policy that a subscriber in the same account attaches to its role. It allows the
 * subscriber's own rules on the bus, event records without raw JSON and without the quarantine, and
 * the mirrored files.
 *
 * Event records can be read only with `Query` and a projection of `readableAttributes`: DynamoDB
 * restricts attributes only in requests that name them.
 */
export class SubscriberPolicy extends iam.ManagedPolicy {
  constructor(scope: Construct, id: string, props: SubscriberPolicyProps) {
    super(scope, id, {
      description: 'Subscribe to the events of Tributary, read its event records and media',
      statements: [
        new iam.PolicyStatement({
          sid: 'ManageOwnRules',
          actions: [...ruleActions],
          resources: [props.bus.rulesArn],
          conditions: onlyOwnRules,
        }),
        new iam.PolicyStatement({
          sid: 'LeaveTheRulesOfTheGateway',
          effect: iam.Effect.DENY,
          actions: [...ruleActions],
          resources: [...props.ownRuleArns],
        }),
        new iam.PolicyStatement({
          sid: 'SeeTheBus',
          actions: ['events:DescribeEventBus'],
          resources: [props.bus.bus.eventBusArn],
        }),
        new iam.PolicyStatement({
          sid: 'ReadRecords',
          actions: ['dynamodb:Query'],
          resources: [props.table.tableArn],
          conditions: {
            'ForAllValues:StringLike': {
              'dynamodb:LeadingKeys': readableKinds.map((kind) => `${partitionPrefix(kind)}*`),
            },
            'ForAllValues:StringEquals': { 'dynamodb:Attributes': readableAttributes },
            StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES', 'COUNT'] },
          },
        }),
        new iam.PolicyStatement({
          sid: 'ReadConversations',
          actions: ['dynamodb:Query'],
          resources: [`${props.table.tableArn}/index/${indexes.conversation.name}`],
        }),
        new iam.PolicyStatement({
          sid: 'ReadMedia',
          actions: ['s3:GetObject'],
          resources: [props.media.arnForObjects('*')],
        }),
        ...readWithDataKey(props.encryptionKey, ['dynamodb', 's3']),
      ],
    });
  }
}
