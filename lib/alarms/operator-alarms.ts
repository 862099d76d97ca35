import { Aws, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmPrefix } from '../../shared/runtime/alarms.ts';
import { isPackaged } from '../packaged.ts';
import { outputPrefix } from '../path-in-stack.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { gatewayAlarms } from './gateway-alarms.ts';
import type { GatewayMetrics, ObservedCallback } from './gateway-metrics.ts';
import { callbackAlarms, functionAlarms, silenceAlarm } from './provider-alarms.ts';
import { type AlarmSettings, kindsOf } from './settings.ts';

/** Properties of {@link OperatorAlarms}. */
export interface OperatorAlarmsProps {
  /** Begins the names of the alarms. */
  readonly gatewayName: string;
  readonly metrics: GatewayMetrics;
  readonly settings: AlarmSettings;
  /** Receives all alarms. @default a topic of the gateway */
  readonly topic?: sns.ITopic | undefined;
  /** Receives the alarms by mail. @default the topic has no subscription until someone adds one */
  readonly email?: string | undefined;
  /** URL of docs/operations.md. @default alarms name the file in the gateway's repository */
  readonly runbookUrl?: string | undefined;
  /** Hours without an accepted callback, by provider id, after which an alarm is raised. */
  readonly silentAfterHours: Readonly<Record<string, number>>;
}

/**
 * The alarms that an operator must act on before anything is lost, and the SNS topic that they are
 * sent to. Each says what happened, what it means and what to run first, and links its entry of the
 * runbook, docs/operations.md.
 */
export class OperatorAlarms extends Construct {
  readonly topic: sns.ITopic;
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: OperatorAlarmsProps) {
    super(scope, id);
    this.topic = props.topic ?? this.createTopic();
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
    const kinds = kindsOf(props.settings);
    this.alarms = defineAlarms(props)
      .filter(({ alarm }) => kinds.has(alarm.kind))
      .map(({ name, alarm }) => this.createAlarm(name, alarm, props));
    const action = new SnsAction(this.topic);
    for (const alarm of this.alarms) alarm.addAlarmAction(action);
  }

  private createAlarm(
    name: string,
    alarm: AlarmDefinition,
    { gatewayName, runbookUrl }: OperatorAlarmsProps,
  ): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, name, {
      alarmName: `${alarmPrefix(gatewayName)}${name}`,
      alarmDescription: describe(alarm, toSelection(this), runbookUrl),
      metric: alarm.metric(),
      threshold: alarm.threshold ?? 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.periodsAbove ?? alarm.periods,
      treatMissingData: alarm.missingData ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  private createTopic(): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', { enforceSSL: true });
    Validations.of(topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'An alarm that could not be mailed is still visible in the console and to `doctor`.',
    });
    // The TLS statement replaces the default policy, which would let alarms publish.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }
}

interface NamedAlarm {
  readonly name: string;
  readonly alarm: AlarmDefinition;
}

/** Every alarm that the gateway could have. */
function defineAlarms({
  metrics,
  settings: { thresholds },
  silentAfterHours,
}: OperatorAlarmsProps): readonly NamedAlarm[] {
  const silenceOf = (callback: ObservedCallback) => {
    const hours = silentAfterHours[callback.provider.id];
    return hours === undefined ? [] : [silenceAlarm(callback, hours, metrics)];
  };
  return [
    ...named(gatewayAlarms(metrics, thresholds)),
    ...metrics.callbacks.flatMap((callback) =>
      named(
        [...functionAlarms(callback, metrics, thresholds), ...silenceOf(callback)],
        callback.provider.id,
      ),
    ),
    ...metrics.scopes.flatMap((scope) =>
      named(callbackAlarms(scope, metrics, thresholds), scope.provider?.id),
    ),
  ];
}

function named(alarms: readonly AlarmDefinition[], provider?: string): readonly NamedAlarm[] {
  return alarms.map((alarm) => ({
    name: provider === undefined ? alarm.kind : `${provider}-${alarm.kind}`,
    alarm,
  }));
}

/** How the reader of an alarm starts the CLI. */
const cli = isPackaged ? 'npx tributary-gateway' : 'npm run -s tributary --';

/** The options by which the CLI finds the gateway, also where a stack has several. */
function toSelection(alarms: Construct): string {
  const { scope } = alarms.node;
  const gateway = scope ? outputPrefix(scope) : '';
  const stack = `--stack ${Stack.of(alarms).stackName}`;
  return gateway === '' ? stack : `${stack} --gateway ${gateway}`;
}

/** The text that arrives by mail. It ends in the link, so that mail programs recognize the link in full. */
function describe(
  { kind, section = kind, happened, meaning, firstCommand = 'doctor' }: AlarmDefinition,
  selection: string,
  runbookUrl: string | undefined,
): string {
  const firstStep = `Run first: \`${cli} ${firstCommand} ${selection}\`.`;
  const runbook =
    runbookUrl === undefined
      ? `Runbook, ${isPackaged ? 'in the package tributary-gateway' : 'in the repository of the gateway'}: docs/operations.md`
      : `Runbook: ${runbookUrl}`;
  return `${happened} ${meaning} ${firstStep} ${runbook}#${section}`;
}
