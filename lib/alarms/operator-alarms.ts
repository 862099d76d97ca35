import { Aws, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definition.ts';
import { gatewayAlarms } from './gateway-alarms.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { providerAlarms, silenceAlarm } from './provider-alarms.ts';

export interface OperatorAlarmsProps {
  readonly metrics: GatewayMetrics;
  /** @default nobody is told until somebody subscribes to the topic */
  readonly email?: string | undefined;
  /** Hours of silence, by provider id, after which an operator is told. */
  readonly silentAfterHours: Readonly<Record<string, number>>;
}

/**
 * What an operator must act on before anything is lost, and the SNS topic that is told of it. Each
 * alarm names its section of docs/operations.md.
 */
export class OperatorAlarms extends Construct {
  readonly topic: sns.Topic;
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: OperatorAlarmsProps) {
    super(scope, id);
    const { metrics, silentAfterHours } = props;
    this.topic = this.createTopic(props.email);
    const action = new SnsAction(this.topic);
    const ofGateway = gatewayAlarms(metrics).map((alarm) => this.createAlarm(alarm));
    const ofProviders = metrics.props.callbacks.flatMap((callback) => {
      const { id: provider } = callback.provider;
      const hours = silentAfterHours[provider];
      const silence = hours === undefined ? [] : [silenceAlarm(callback, hours, metrics)];
      return [...providerAlarms(callback, metrics), ...silence].map((alarm) =>
        this.createAlarm(alarm, provider),
      );
    });
    this.alarms = [...ofGateway, ...ofProviders];
    for (const alarm of this.alarms) alarm.addAlarmAction(action);
  }

  private createAlarm(alarm: AlarmDefinition, provider?: string): cloudwatch.Alarm {
    const { kind, section = kind, meaning, metric, threshold = 0, periods } = alarm;
    const name = provider === undefined ? kind : `${provider}-${kind}`;
    return new cloudwatch.Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${meaning} What to do: docs/operations.md#${section}`,
      metric,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: alarm.periodsAbove ?? periods,
      treatMissingData: alarm.missingData ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  private createTopic(email: string | undefined): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', { enforceSSL: true });
    if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
    Validations.of(topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'A mail that is not delivered is no event: the alarm keeps its state in the console.',
    });
    // The statement about TLS replaces the default policy, under which alarms were let in.
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
