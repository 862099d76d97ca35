import type { GatewayProps } from '../../../lib/index.ts';
import { ownKey } from '../synthesize.ts';

/** A proactive control of AWS Control Tower that refuses a part of the gateway, by design. */
export interface AcceptedControl {
  /** As Control Tower names it. */
  readonly control: string;
  /** What the control demands. */
  readonly demands: string;
  /** The resources that it refuses, by their logical ids without the hash. */
  readonly resources: readonly string[];
  /** Resources of which each provider has one, without the provider's name in front. */
  readonly ofEachProvider?: readonly string[];
  /** Routes of the HTTP API: `CallbackApiRoute<provider>`. */
  readonly routeOfEachProvider?: boolean;
  /** Why the gateway is as it is. */
  readonly reason: string;
  /** The props with which the control passes, if there are any, also in words. */
  readonly passesWith?: { readonly props: Partial<GatewayProps>; readonly text: string };
}

const functions = {
  resources: ['MediaMirrorFunction', 'PublisherPublishFunction'],
  ofEachProvider: ['CallbackFunction'],
} as const;

const logGroups = {
  resources: ['CallbackApiAccessLog', 'CallbackLogs', 'MediaMirrorLogs', 'PublisherPublishLogs'],
} as const;

const buckets = { resources: ['MediaBucket', 'PayloadBucket'] } as const;

const encrypted = {
  props: { encryptionKey: ownKey },
  text: '`encryptionKey`: a key of yours',
} as const;
const onlyHttpApi = {
  props: { endpoints: { functionUrl: false } },
  text: '`endpoints.functionUrl`: `false`',
} as const;

/** The controls that refuse a gateway with default configuration. `docs/limits.md` lists them. */
export const acceptedControls: readonly AcceptedControl[] = [
  {
    control: 'CT.APIGATEWAY.PR.5',
    demands: 'routes of an HTTP API have an authorizer',
    resources: ['CallbackApiRouteDefault'],
    routeOfEachProvider: true,
    reason:
      'Providers cannot sign requests for IAM or send a JWT. The function checks the token in the URL before it parses the body. Exempt the HTTP API.',
  },
  {
    control: 'CT.CLOUDWATCH.PR.2',
    demands: 'log groups keep their lines for a year',
    ...logGroups,
    reason: 'Log lines serve alarms and debugging. The event records are the history.',
    passesWith: {
      props: { retention: { logsDays: 365 } },
      text: '`retention.logsDays`: 365 or more',
    },
  },
  {
    control: 'CT.CLOUDWATCH.PR.3',
    demands: 'log groups are encrypted with a KMS key of yours',
    ...logGroups,
    reason:
      'Log lines hold ids and outcomes, never bodies, phone numbers or tokens. CloudWatch encrypts them with a key of AWS.',
    passesWith: {
      props: { logsEncryptionKey: ownKey },
      text: '`logsEncryptionKey`: a key of yours',
    },
  },
  {
    control: 'CT.DYNAMODB.PR.2',
    demands: 'tables are encrypted with a KMS key',
    resources: ['EventsTable'],
    reason: 'DynamoDB encrypts every table with a key of AWS, at no cost.',
    passesWith: encrypted,
  },
  {
    control: 'CT.LAMBDA.PR.2',
    demands: 'only the account itself may invoke its functions',
    resources: [],
    ofEachProvider: ['CallbackFunctioninvokefunction', 'CallbackFunctioninvokefunctionurl'],
    reason: 'Providers call the function URL without AWS credentials.',
    passesWith: onlyHttpApi,
  },
  {
    control: 'CT.LAMBDA.PR.3',
    demands: 'functions are in a VPC',
    ...functions,
    reason:
      'The functions call only AWS and the file servers of providers. In a VPC they would need NAT gateways, which cost more than the gateway.',
  },
  {
    control: 'CT.LAMBDA.PR.5',
    demands: 'function URLs authenticate with IAM',
    resources: [],
    ofEachProvider: ['CallbackFunctionFunctionUrl'],
    reason: 'Providers cannot sign requests for IAM.',
    passesWith: onlyHttpApi,
  },
  {
    control: 'CT.S3.PR.2',
    demands: 'buckets write server access logs',
    ...buckets,
    reason:
      'S3 delivers them on a best-effort basis only. Turn on CloudTrail data events to audit reads.',
  },
  {
    control: 'CT.S3.PR.4',
    demands: 'buckets send event notifications',
    ...buckets,
    reason: 'The event bus says what was stored: `media.stored`.',
  },
  {
    control: 'CT.S3.PR.9',
    demands: 'buckets have Object Lock',
    ...buckets,
    reason: 'Data of a user must be erasable (`tributary erase`), and locked objects are not.',
  },
  {
    control: 'CT.S3.PR.10',
    demands: 'buckets are encrypted with a KMS key',
    ...buckets,
    reason: 'S3 encrypts every object with a key of its own, at no cost.',
    passesWith: encrypted,
  },
  {
    control: 'CT.S3.PR.11',
    demands: 'buckets have versions',
    resources: ['MediaBucket'],
    reason: 'The media mirror never overwrites an object (ADR 0022).',
  },
];

const awsKey = 'CloudWatch encrypts it with a key of AWS.';
const inTransit = 'It holds events in transit. The table of the gateway has them, too.';
const ownDeadLetters =
  'The function moves an event that keeps failing to the dead letters itself: SQS would let the next event of the conversation pass before.';

/** What the controls refuse in stacks of subscribers, which show a subscription and not a whole service. */
export const acceptedOfSubscribers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AutoReplyStack: {
    'CT.CLOUDWATCH.PR.3 ReplyLogGroup': awsKey,
    'CT.DYNAMODB.PR.1 Handled':
      'It holds ids of handled events for hours. Losing them costs nothing.',
    'CT.DYNAMODB.PR.2 Handled': 'It holds ids only.',
    'CT.LAMBDA.PR.3 Reply': 'A bot that calls only AWS and a provider needs no VPC.',
  },
  HttpReceiverStack: {
    'CT.CLOUDWATCH.PR.1 ReceiverDeadLettersAlarm': 'The prop alarmTopic gives it an action.',
    'CT.CLOUDWATCH.PR.1 ReceiverDisabledAlarm': 'The prop alarmTopic gives it an action.',
    'CT.CLOUDWATCH.PR.1 ReceiverWaitingAlarm': 'The prop alarmTopic gives it an action.',
    'CT.CLOUDWATCH.PR.2 ReceiverDeliveryLogs': 'The prop logRetention is longer where it must be.',
    'CT.CLOUDWATCH.PR.3 ReceiverDeliveryLogs': awsKey,
    'CT.DYNAMODB.PR.1 ReceiverState': 'The next attempts write again how the last ones ended.',
    'CT.DYNAMODB.PR.2 ReceiverState': 'It holds times and an HTTP status only.',
    'CT.LAMBDA.PR.3 ReceiverDeliveryFunction': 'It posts to public addresses: it needs no VPC.',
  },
  LiveChatStack: {
    'CT.CLOUDWATCH.PR.1 TextsOrderedDeadLettersAlarm': 'Subscription.alarms takes an action.',
    'CT.CLOUDWATCH.PR.1 TextsOrderedWaitingAlarm': 'Subscription.alarms takes an action.',
    'CT.CLOUDWATCH.PR.3 ChatLogGroup': awsKey,
    'CT.CLOUDWATCH.PR.3 TextsOrderedForwarderLogGroup': awsKey,
    'CT.DYNAMODB.PR.1 TextsOrderedTable': inTransit,
    'CT.DYNAMODB.PR.2 TextsOrderedTable': 'DynamoDB encrypts it with a key of AWS.',
    'CT.LAMBDA.PR.3 Chat': 'A function that calls a public chat server needs no VPC.',
    'CT.LAMBDA.PR.3 TextsOrderedForwarder': 'A function that calls only AWS needs no VPC.',
    'CT.SQS.PR.1 TextsOrderedTickets': ownDeadLetters,
  },
  MediaConsumerStack: {
    'CT.CLOUDWATCH.PR.3 ModerateLogGroup': awsKey,
    'CT.LAMBDA.PR.3 Moderate': 'A function that calls only AWS needs no VPC.',
  },
  SupportInboxStack: {
    'CT.CLOUDWATCH.PR.3 ProjectLogGroup': awsKey,
    'CT.DYNAMODB.PR.1 Inbox': 'It is a projection: a replay of the events writes it again.',
    'CT.DYNAMODB.PR.2 Inbox': 'DynamoDB encrypts it with a key of AWS.',
    'CT.LAMBDA.PR.3 Project': 'A function that calls only AWS needs no VPC.',
  },
  TemplateNotifierStack: {
    'CT.CLOUDWATCH.PR.3 NotifyLogGroup': awsKey,
    'CT.LAMBDA.PR.3 Notify': 'A function that calls only AWS needs no VPC.',
  },
  'an ordered HTTP subscription': {
    'CT.CLOUDWATCH.PR.1 ReceiverDisabledAlarm': 'The prop alarmTopic gives it an action.',
    'CT.CLOUDWATCH.PR.1 ReceiverSubscriptionOrderedDeadLettersAlarm':
      'The prop alarmTopic gives it an action.',
    'CT.CLOUDWATCH.PR.1 ReceiverSubscriptionOrderedWaitingAlarm':
      'The prop alarmTopic gives it an action.',
    'CT.CLOUDWATCH.PR.2 ReceiverDeliveryLogs': 'The prop logRetention is longer where it must be.',
    'CT.CLOUDWATCH.PR.3 ReceiverDeliveryLogs': awsKey,
    'CT.CLOUDWATCH.PR.3 ReceiverSubscriptionOrderedForwarderLogGroup': awsKey,
    'CT.DYNAMODB.PR.1 ReceiverState': 'The next attempts write again how the last ones ended.',
    'CT.DYNAMODB.PR.1 ReceiverSubscriptionOrderedTable': inTransit,
    'CT.DYNAMODB.PR.2 ReceiverState': 'It holds times and an HTTP status only.',
    'CT.DYNAMODB.PR.2 ReceiverSubscriptionOrderedTable': 'DynamoDB encrypts it with a key of AWS.',
    'CT.LAMBDA.PR.3 ReceiverDeliveryFunction': 'It posts to public addresses: it needs no VPC.',
    'CT.LAMBDA.PR.3 ReceiverSubscriptionOrderedForwarder':
      'A function that calls only AWS needs no VPC.',
    'CT.SQS.PR.1 ReceiverSubscriptionOrderedTickets': ownDeadLetters,
  },
};
