import {
  type Archive,
  DescribeEventBusCommand,
  type EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';

/** Reads the retention of the bus's archives in days; 0 when it is unlimited, absent without an archive. */
export async function readArchiveDays(
  client: EventBridgeClient,
  busName: string,
): Promise<number | undefined> {
  const Archives = await readArchives(client, busName);
  const days = Archives.map(({ RetentionDays = 0 }) => RetentionDays);
  if (days.length === 0) return undefined;
  return days.includes(0) ? 0 : Math.max(...days);
}

/** Whether events reach the archive of the bus. */
export interface ArchiveState {
  /** In the words of EventBridge; absent without an archive. */
  readonly state: string | undefined;
  /** Whether the rule is on by which AWS passes events to the archive. */
  readonly hasRule: boolean;
}

/** AWS names its rule after the archive. */
const archiveRulePrefix = 'Events-Archive-';

/** Reads the state of the bus's archive, and of AWS's rule for it, which can be deleted by itself. */
export async function readArchiveState(
  client: EventBridgeClient,
  busName: string,
): Promise<ArchiveState> {
  const [archive] = await readArchives(client, busName);
  const { Rules = [] } = await client.send(
    new ListRulesCommand({ EventBusName: busName, NamePrefix: archiveRulePrefix }),
  );
  return { state: archive?.State, hasRule: Rules.some(({ State }) => State !== 'DISABLED') };
}

async function readArchives(
  client: EventBridgeClient,
  busName: string,
): Promise<readonly Archive[]> {
  const { Arn } = await client.send(new DescribeEventBusCommand({ Name: busName }));
  const { Archives = [] } = await client.send(new ListArchivesCommand({ EventSourceArn: Arn }));
  return Archives;
}

/** A target of a rule on the bus. */
export interface Subscription {
  readonly rule: string;
  readonly isEnabled: boolean;
  readonly targetArn: string;
  readonly hasDeadLetterQueue: boolean;
}

/** Reads every target of every rule on the bus that these credentials may see. */
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
      // AWS manages the rule of the archive.
      if (ManagedBy !== undefined) continue;
      // A rule has at most 5 targets, so one page holds all.
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
