import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { GatewayConfig } from '../config.ts';

export interface GatewayEventBusProps {
  readonly busName: string;
  readonly config: Pick<GatewayConfig, 'retention' | 'subscribers'>;
}

/** What a subscriber does with a rule of its own, from making it to taking it away. */
export const ruleActions = [
  'events:PutRule',
  'events:PutTargets',
  'events:DeleteRule',
  'events:RemoveTargets',
  'events:DisableRule',
  'events:EnableRule',
  'events:TagResource',
  'events:UntagResource',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  'events:ListTagsForResource',
] as const;

/**
 * The key that ties a rule to the account that made it. `IfExists`, as AWS documents it, because a
 * rule that does not exist yet has no creator (EventBridge user guide, "Send events to the same
 * account and restrict updates", read 2026-11).
 */
export const onlyOwnRules = {
  StringEqualsIfExists: { 'events:creatorAccount': `\${aws:PrincipalAccount}` },
};

/**
 * The bus that other teams subscribe to, with an archive of everything published on it.
 *
 * The configured organization and accounts may make and manage rules on it, each only its own.
 * Nobody but the gateway is allowed to put events.
 */
export class GatewayEventBus extends Construct {
  readonly bus: events.EventBus;
  /** ARN pattern of every rule on the bus. */
  readonly rulesArn: string;

  constructor(scope: Construct, id: string, props: GatewayEventBusProps) {
    super(scope, id);
    this.bus = new events.EventBus(this, 'Bus', {
      eventBusName: props.busName,
      description: 'Events of the messaging providers, from Tributary',
    });
    this.bus.archive('Archive', {
      // Named, since it may have 48 characters: fewer than a generated name can come to.
      archiveName: props.busName,
      description: 'What was published, to be sent again',
      eventPattern: { source: events.Match.prefix('tributary.') },
      retention: Duration.days(props.config.retention.archiveDays),
    });
    this.rulesArn = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: `${this.bus.eventBusName}/*`,
    });
    const { organizationId, accountIds } = props.config.subscribers;
    if (organizationId !== undefined) {
      this.allowRules('OrganizationManagesOwnRules', new iam.OrganizationPrincipal(organizationId));
    }
    if (accountIds.length > 0) {
      this.allowRules(
        'AccountsManageOwnRules',
        new iam.CompositePrincipal(
          ...accountIds.map((account) => new iam.AccountPrincipal(account)),
        ),
      );
    }
  }

  private allowRules(sid: string, principal: iam.IPrincipal): void {
    new events.CfnEventBusPolicy(this, sid, {
      eventBusName: this.bus.eventBusName,
      statementId: sid,
      statement: new iam.PolicyStatement({
        sid,
        principals: [principal],
        actions: [...ruleActions],
        resources: [this.rulesArn],
        conditions: onlyOwnRules,
      }).toStatementJson(),
    });
  }
}
