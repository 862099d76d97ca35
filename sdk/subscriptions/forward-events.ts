import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EventPattern } from '../events/event-pattern.ts';
import { allowRuleToSend } from './dead-letters.ts';
import { busOf } from './locate-bus.ts';

/**
 * Forwards the events of another account's bus to a bus of this account. The only target that a rule
 * on another account's bus can have in its creator's account is a bus
 * (https://awsteele.com/blog/2021/10/29/two-approaches-to-cross-account-eventbridge.html, read
 * 2026-11; direct targets in another account need a role in the account of the bus).
 *
 * @returns the bus of this account
 */
export function forwardEvents(
  scope: Construct,
  from: { readonly busArn: string; readonly pattern: EventPattern },
  deadLetterQueue: sqs.IQueue,
): events.EventBus {
  const bus = new events.EventBus(scope, 'Bus', {
    description: `Events of ${busOf(from.busArn).name}`,
  });
  const role = new iam.Role(scope, 'ForwardingRole', {
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
    inlinePolicies: {
      forward: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['events:PutEvents'],
            resources: [bus.eventBusArn],
          }),
        ],
      }),
    },
  });
  new events.CfnRule(scope, 'ForwardingRule', {
    // CDK's Rule writes the bus's name here, which EventBridge would look up in this account.
    eventBusName: from.busArn,
    eventPattern: from.pattern,
    targets: [
      {
        id: 'Bus',
        arn: bus.eventBusArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: deadLetterQueue.queueArn },
      },
    ],
  });
  const { account, name } = busOf(from.busArn);
  const foreignRules = Stack.of(scope).formatArn({
    service: 'events',
    account,
    resource: 'rule',
    resourceName: `${name}/*`,
  });
  allowRuleToSend(deadLetterQueue, foreignRules);
  return bus;
}
