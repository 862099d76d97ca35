import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';

/** How long the archives of the bus keep events, in days; 0: without end. Absent: there is none. */
export async function readArchiveDays(
  client: EventBridgeClient,
  busName: string,
): Promise<number | undefined> {
  const { Arn } = await client.send(new DescribeEventBusCommand({ Name: busName }));
  const { Archives = [] } = await client.send(new ListArchivesCommand({ EventSourceArn: Arn }));
  const days = Archives.map(({ RetentionDays = 0 }) => RetentionDays);
  if (days.length === 0) return undefined;
  return days.includes(0) ? 0 : Math.max(...days);
}

/** A target of a rule on the bus. */
export interface Subscription {
  readonly rule: string;
  readonly isEnabled: boolean;
  readonly targetArn: string;
  readonly hasDeadLetterQueue: boolean;
}

/** Every target of every rule on the bus that these credentials may see. */
export async function readSubscriptions(
  client: EventBridgeClient,
  busName: string,
): Promise<readonly Subscription[]> {
  const subscriptions: Subscription[] = [];
  let nextRules: string | undefined;
  do {
    const rules = await client.send(
      new ListRulesCommand({ EventBusName: busName, NextToken: nextRules }),
    );
    for (const { Name = '', State, ManagedBy } of rules.Rules ?? []) {
      // AWS makes such rules itself, for the archive.
      if (ManagedBy !== undefined) continue;
      // A rule has 5 targets at most, so there is one page.
      const { Targets = [] } = await client.send(
        new ListTargetsByRuleCommand({ EventBusName: busName, Rule: Name }),
      );
      for (const { Arn = '', DeadLetterConfig } of Targets) {
        subscriptions.push({
          rule: Name,
          isEnabled: State !== 'DISABLED',
          targetArn: Arn,
          hasDeadLetterQueue: DeadLetterConfig?.Arn !== undefined,
        });
      }
    }
    nextRules = rules.NextToken;
  } while (nextRules !== undefined);
  return subscriptions;
}
