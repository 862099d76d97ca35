import { Aws, Duration, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface OperatorAlarmsProps {
  /** @default alarms change their state and tell nobody */
  readonly email?: string | undefined;
  readonly publisher: lambda.Function;
  readonly mediaDeadLetters: sqs.Queue;
}

/** What an operator must act on before anything is lost. */
export class OperatorAlarms extends Construct {
  constructor(scope: Construct, id: string, props: OperatorAlarmsProps) {
    super(scope, id);
    const alarms = [
      props.publisher
        .metric('IteratorAge', { statistic: 'max', period: Duration.minutes(5) })
        .createAlarm(this, 'PublisherBehind', {
          alarmDescription:
            'Facts have waited more than 15 minutes to be published. After 20 hours they go to the vault.',
          threshold: Duration.minutes(15).toMilliseconds(),
          evaluationPeriods: 2,
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        }),
      props.mediaDeadLetters
        .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) })
        .createAlarm(this, 'MediaGivenUp', {
          alarmDescription: 'Media could not be stored. They can be moved back for 14 days.',
          threshold: 0,
          evaluationPeriods: 1,
          comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        }),
    ];
    if (props.email === undefined) return;
    const topic = this.createTopic(props.email);
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
  }

  private createTopic(email: string): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
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
