import { Duration, Validations } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { deadLetterPrefixes } from '../../shared/payloads/payload-keys.ts';
import { environmentKeys } from '../../shared/runtime/environment.ts';
import { attributes } from '../../shared/table/attributes.ts';
import { linkPrefixes } from '../../shared/table/links.ts';
import { outboxMapping, publisherMemoryMb, timeoutSeconds } from '../delivery-settings.ts';
import type { GatewaySettings } from '../props/parse-props.ts';
import { writeWithDataKey } from './data-key.ts';
import { GatewayFunction } from './gateway-function.ts';

const { partitionKey, sortKey, timeToLive } = attributes;

/** Properties of {@link Publisher}. */
export interface PublisherProps {
  readonly code: lambda.Code;
  readonly settings: GatewaySettings;
  readonly logsEncryptionKey?: kms.IKey | undefined;
  readonly table: dynamodb.Table;
  readonly bus: events.EventBus;
  readonly payloads: s3.Bucket;
  readonly encryptionKey?: kms.IKey | undefined;
}

/** Only new event records that are to be published invoke the publisher. */
const newRecordsToPublish = {
  eventName: lambda.FilterRule.isEqual('INSERT'),
  dynamodb: { NewImage: { publish: { N: lambda.FilterRule.isEqual('1') } } },
};

/**
 * The outbox: the table's stream, and the function that publishes its event records on the bus.
 *
 * Lambda writes records that are older than the outbox retries to the payload bucket as dead letters.
 * `tributary dead-letters redrive` publishes them.
 */
export class Publisher extends Construct {
  readonly function: lambda.Function;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: PublisherProps) {
    super(scope, id);
    const streamArn = streamOf(props.table);
    const publisher = new GatewayFunction(this, 'Publish', {
      description: 'Publishes new event records on the bus',
      code: props.code,
      settings: props.settings,
      logsEncryptionKey: props.logsEncryptionKey,
      reservedConcurrency: props.settings.reservedConcurrency.publisher,
      memoryMb: publisherMemoryMb,
      timeout: Duration.seconds(timeoutSeconds.publisher),
      // The function logs one line a batch; Lambda's own lines would be five times as long.
      systemLogLevel: lambda.SystemLogLevel.WARN,
      environment: {
        [environmentKeys.eventsTable]: props.table.tableName,
        [environmentKeys.eventBus]: props.bus.eventBusName,
        [environmentKeys.payloadBucket]: props.payloads.bucketName,
        ...(props.settings.conversationList && { [environmentKeys.conversationList]: 'on' }),
      },
      permissions: [
        new iam.PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [streamArn],
        }),
        // The action takes no resource (Service Authorization Reference of DynamoDB, read 2026-11-28).
        new iam.PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
        new iam.PolicyStatement({
          actions: ['events:PutEvents'],
          resources: [props.bus.eventBusArn],
        }),
        // It adds items beside event records, and can delete none.
        new iam.PolicyStatement({
          actions: ['dynamodb:PartiQLInsert'],
          resources: [props.table.tableArn],
        }),
        // It looks for links of users, and can read nothing else.
        new iam.PolicyStatement({
          actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'],
          resources: [props.table.tableArn],
          conditions: {
            'ForAllValues:StringLike': {
              'dynamodb:LeadingKeys': linkPrefixes.map((prefix) => `${prefix}*`),
            },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        }),
        // It changes when a link expires that is still in use, and can change nothing else.
        new iam.PolicyStatement({
          actions: ['dynamodb:UpdateItem'],
          resources: [props.table.tableArn],
          conditions: {
            'ForAllValues:StringLike': {
              'dynamodb:LeadingKeys': linkPrefixes.map((prefix) => `${prefix}*`),
            },
            'ForAllValues:StringEquals': {
              'dynamodb:Attributes': [partitionKey, sortKey, timeToLive],
            },
            Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
          },
        }),
        // The function writes records that it cannot publish. Lambda, in this role, writes records
        // that grew too old, under a prefix that it chooses, after it has checked that the bucket exists.
        new iam.PolicyStatement({
          actions: ['s3:PutObject'],
          resources: deadLetterPrefixes.map((prefix) => props.payloads.arnForObjects(`${prefix}*`)),
        }),
        new iam.PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [props.payloads.bucketArn],
        }),
        ...writeWithDataKey(props.encryptionKey, ['dynamodb', 's3']),
      ],
    });
    const reason = 'DynamoDB lets a role list all streams or none.';
    Validations.of(publisher.role).acknowledge(
      { id: 'AwsSolutions-IAM5[Resource::*]', reason },
      { id: 'Serverless-LambdaStarPermissions', reason },
    );
    this.function = publisher.function;
    this.logGroup = publisher.logGroup;
    const { maxRecordAgeHours, ...persistence } = outboxMapping;
    const mapping = new lambda.EventSourceMapping(this, 'Stream', {
      target: this.function,
      eventSourceArn: streamArn,
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      filters: [lambda.FilterCriteria.filter(newRecordsToPublish)],
      ...persistence,
      maxRecordAge: Duration.hours(maxRecordAgeHours),
      // By hand: S3OnFailureDestination would let the function read and delete the whole bucket.
      onFailure: { bind: () => ({ destination: props.payloads.bucketArn }) },
    });
    // Lambda checks the role's permissions when the mapping is created.
    mapping.node.addDependency(publisher.role);
  }
}

function streamOf(table: dynamodb.Table): string {
  if (table.tableStreamArn === undefined) throw new Error('the events table has no stream');
  return table.tableStreamArn;
}
