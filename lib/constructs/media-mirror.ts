import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentKeys } from '../../shared/runtime/environment.ts';
import {
  eventsWithMedia,
  mirrorMapping,
  mirrorQueue,
  timeoutSeconds,
} from '../delivery-settings.ts';
import type { GatewaySettings } from '../props/parse-props.ts';
import type { EnabledProvider } from '../props/provider-settings.ts';
import { readWithDataKey, writeWithDataKey } from './data-key.ts';
import { GatewayFunction } from './gateway-function.ts';

/** How to get the files of a provider whose links alone do not open them, and the secret for it. */
export interface ProviderMediaAccess {
  readonly provider: string;
  readonly access: NonNullable<EnabledProvider['mediaAccess']>;
  /** Holds the credentials. */
  readonly secret: secretsmanager.Secret;
}

/** Properties of {@link MediaMirror}. */
export interface MediaMirrorProps {
  readonly code: lambda.Code;
  readonly settings: GatewaySettings;
  readonly logsEncryptionKey?: kms.IKey | undefined;
  readonly table: dynamodb.Table;
  readonly bus: events.EventBus;
  readonly media: s3.Bucket;
  readonly mediaAccess: readonly ProviderMediaAccess[];
  readonly encryptionKey?: kms.IKey | undefined;
}

/**
 * A download leaves one 64 KB buffer after another behind, but the young generation counts only their
 * small heads and, at its usual 16 MB, is collected too rarely. `npm run bench -- --only e` compares
 * the memory of a large file with that of a small one.
 */
export const mirrorNodeOptions = '--max-semi-space-size=2';

/** CDK's type has only text in a list, but CDK passes operators on unchanged. */
function toCdkPattern(historyMedia: boolean): events.EventPattern {
  const { source, 'detail-type': detailType, detail } = eventsWithMedia({ historyMedia });
  return {
    source: source as unknown as string[],
    ...(detailType !== undefined && { detailType: detailType as unknown as string[] }),
    detail,
  };
}

/**
 * The media mirror subscribes to the bus like any other team: rule, queue, function. It copies the
 * files of messages to the media bucket and stores the outcome in the table.
 *
 * A message that EventBridge could not deliver, or whose files the mirror could not store, stays in
 * the dead-letter queue for 14 days. `tributary dead-letters redrive` moves it back to the queue.
 */
export class MediaMirror extends Construct {
  readonly function: lambda.Function;
  readonly logGroup: logs.LogGroup;
  readonly queue: sqs.Queue;
  readonly deadLetterQueue: sqs.Queue;

  constructor(scope: Construct, id: string, props: MediaMirrorProps) {
    super(scope, id);
    this.deadLetterQueue = new sqs.Queue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // SQS's default. Control Tower recognizes dead-letter queues by it (CT.SQS.PR.1).
      redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL },
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is the dead-letter queue.',
    });
    this.queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(mirrorQueue.visibilityTimeoutSeconds),
      deadLetterQueue: {
        queue: this.deadLetterQueue,
        maxReceiveCount: mirrorQueue.maxReceiveCount,
      },
    });
    const rule = new events.Rule(this, 'EventsWithMedia', {
      description: 'Events with files to download, for the media mirror',
      eventBus: props.bus,
      eventPattern: toCdkPattern(props.settings.historyMedia),
      targets: [
        {
          bind: () => ({
            arn: this.queue.queueArn,
            deadLetterConfig: { arn: this.deadLetterQueue.queueArn },
          }),
        },
      ],
    });
    // By hand: the SqsQueue target would let EventBridge read the queue's attributes as well.
    for (const queue of [this.queue, this.deadLetterQueue]) {
      queue.addToResourcePolicy(
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
    }
    const mirror = new GatewayFunction(this, 'Mirror', {
      description: 'Copies the files of messages to the media bucket',
      code: props.code,
      settings: props.settings,
      logsEncryptionKey: props.logsEncryptionKey,
      reservedConcurrency: props.settings.reservedConcurrency.mediaMirror,
      memoryMb: 512,
      timeout: Duration.seconds(timeoutSeconds.mirror),
      nodeOptions: mirrorNodeOptions,
      environment: {
        [environmentKeys.eventsTable]: props.table.tableName,
        [environmentKeys.mediaBucket]: props.media.bucketName,
        [environmentKeys.userHashKey]: Aws.STACK_ID,
        [environmentKeys.mediaMaxReceiveCount]: String(mirrorQueue.maxReceiveCount),
        ...this.mediaAccessEnvironment(props.mediaAccess),
        ...(props.settings.mediaPorts.length > 0 && {
          [environmentKeys.mediaPorts]: props.settings.mediaPorts.join(','),
        }),
      },
      permissions: [
        ...toSecretPermissions(props),
        new iam.PolicyStatement({
          actions: [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ReceiveMessage',
          ],
          resources: [this.queue.queueArn],
        }),
        // It reads a file that another delivery of the same message stored first.
        new iam.PolicyStatement({
          actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
          resources: [props.media.arnForObjects('*')],
        }),
        new iam.PolicyStatement({
          actions: ['dynamodb:PutItem', 'dynamodb:Query'],
          resources: [props.table.tableArn],
        }),
        ...writeWithDataKey(props.encryptionKey, ['dynamodb', 's3']),
      ],
    });
    this.function = mirror.function;
    this.logGroup = mirror.logGroup;
    const mapping = new lambda.EventSourceMapping(this, 'QueueMapping', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      ...mirrorMapping,
      maxConcurrency: props.settings.mediaConcurrency,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Lambda has no on-failure destination for a queue. The queue has a dead-letter queue.',
    });
    // Lambda checks the role's permissions when the mapping is created.
    mapping.node.addDependency(mirror.role);
  }

  private mediaAccessEnvironment(mediaAccess: readonly ProviderMediaAccess[]) {
    if (mediaAccess.length === 0) return {};
    const byProvider = Object.fromEntries(
      mediaAccess.map(({ provider, access, secret }) => [
        provider,
        { ...access, secretArn: secret.secretArn },
      ]),
    );
    return { [environmentKeys.mediaAccess]: Stack.of(this).toJsonString(byProvider) };
  }
}

/** Permission to read the secrets of the providers whose files need credentials, and of no others. */
function toSecretPermissions({ mediaAccess, encryptionKey }: MediaMirrorProps) {
  if (mediaAccess.length === 0) return [];
  return [
    new iam.PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: mediaAccess.map(({ secret }) => secret.secretArn),
    }),
    ...readWithDataKey(encryptionKey, ['secretsmanager']),
  ];
}
