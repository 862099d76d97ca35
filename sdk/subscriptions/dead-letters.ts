import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue for events that could not be delivered. It retains them for 14 days, SQS's maximum. */
export function createDeadLetterQueue(scope: Construct): sqs.Queue {
  return new sqs.Queue(scope, 'DeadLetters', {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    // SQS's default. Control Tower recognizes dead-letter queues by it (CT.SQS.PR.1).
    redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.ALLOW_ALL },
  });
}

/**
 * Allows rules to send to a dead-letter queue. The policy of an imported queue does not change: its
 * owner must allow it.
 *
 * @param ruleArn of one rule, or a pattern
 */
export function allowRuleToSend(queue: sqs.IQueue, ruleArn: string): void {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnLike: { 'aws:SourceArn': ruleArn } },
    }),
  );
}
