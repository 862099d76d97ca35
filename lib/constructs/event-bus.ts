import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { sourcePrefix } from '../../shared/contract/event-kinds.ts';
import type { GatewaySettings } from '../props/parse-props.ts';

/** Properties of {@link GatewayEventBus}. */
export interface GatewayEventBusProps {
  readonly busName: string;
  readonly settings: Pick<GatewaySettings, 'retention' | 'subscribers'>;
}

/** The actions that a subscriber needs to manage a rule of its own, from creation to deletion. */
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
 * The condition that limits an account to the rules that it created. `IfExists`, as AWS documents it,
 * because a rule that does not exist yet has no creator (EventBridge user guide, "Send events to the
 * same account and restrict updates", read 2026-11).
 */
export const onlyOwnRules = {
  StringEqualsIfExists: { 'events:creatorAccount': `\${aws:PrincipalAccount}` },
};

/**
 * The bus that other teams subscribe to, with an archive of everything published on it.
 *
 * The configured organization and accounts may create and manage rules on it, each only its own. No
 * policy allows another account to put events.
 */
export class GatewayEventBus extends Construct {
  readonly bus: events.EventBus;
  constructor(scope: Construct, id: string, props: GatewayEventBusProps) {
    super(scope, id);
    this.bus = new events.EventBus(this, 'Bus', {
      // Without a description: AWS's schemas of the GovCloud regions do not have the property.
      eventBusName: props.busName,
    });
    this.bus.archive('Archive', {
      // A generated name can be longer than the 48 characters that an archive's name may have.
      archiveName: props.busName,
      description: 'Published events, for EventBridge replays',
      eventPattern: { source: events.Match.prefix(sourcePrefix) },
      retention: Duration.days(props.settings.retention.archiveDays),
    });
    const { organizationId, accountIds } = props.settings.subscribers;
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

  /** ARN pattern of the rules on the bus whose names have this prefix. */
  rulesArn(prefix: string): string {
    return Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: `${this.bus.eventBusName}/${prefix}*`,
    });
  }

  private allowRules(sid: string, principal: iam.IPrincipal): void {
    new events.CfnEventBusPolicy(this, sid, {
      eventBusName: this.bus.eventBusName,
      statementId: sid,
      statement: new iam.PolicyStatement({
        sid,
        principals: [principal],
        actions: [...ruleActions],
        resources: [this.rulesArn('')],
        conditions: onlyOwnRules,
      }).toStatementJson(),
    });
  }
}
