import { Aws, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmPrefix } from '../../shared/runtime/alarms.ts';
import type { AlarmDefinition } from './alarm-definition.ts';
import { gatewayAlarms } from './gateway-alarms.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { providerAlarms, silenceAlarm } from './provider-alarms.ts';

/** Properties of {@link OperatorAlarms}. */
export interface OperatorAlarmsProps {
  /** Begins the names of the alarms. */
  readonly gatewayName: string;
  readonly metrics: GatewayMetrics;
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
  readonly topic: sns.Topic;
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: OperatorAlarmsProps) {
    super(scope, id);
    const { metrics, silentAfterHours } = props;
    this.topic = this.createTopic(props.email);
    const ofProviders = metrics.callbacks.flatMap((callback) => {
      const { id: provider } = callback.provider;
      const hours = silentAfterHours[provider];
      const silence = hours === undefined ? [] : [silenceAlarm(callback, hours, metrics)];
      return [...providerAlarms(callback, metrics), ...silence].map((alarm) => ({
        name: `${provider}-${alarm.kind}`,
        alarm,
      }));
    });
    const ofGateway = gatewayAlarms(metrics).map((alarm) => ({ name: alarm.kind, alarm }));
    this.alarms = [...ofGateway, ...ofProviders].map(({ name, alarm }) =>
      this.createAlarm(name, alarm, props),
    );
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
      alarmDescription: describe(alarm, Stack.of(this).stackName, runbookUrl),
      metric: alarm.metric,
      threshold: alarm.threshold ?? 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.periodsAbove ?? alarm.periods,
      treatMissingData: alarm.missingData ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  private createTopic(email: string | undefined): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', { enforceSSL: true });
    if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
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

/** The text that arrives by mail. It ends in the link, so that mail programs recognize the link in full. */
function describe(
  { kind, section = kind, happened, meaning, firstCommand = 'doctor' }: AlarmDefinition,
  stackName: string,
  runbookUrl: string | undefined,
): string {
  const firstStep = `Run first: \`npm run -s tributary -- ${firstCommand} --stack ${stackName}\`.`;
  const runbook =
    runbookUrl === undefined
      ? 'Runbook, in the repository of the gateway: docs/operations.md'
      : `Runbook: ${runbookUrl}`;
  return `${happened} ${meaning} ${firstStep} ${runbook}#${section}`;
}
