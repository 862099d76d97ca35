import { type EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';

/** A rule of a subscriber on the bus. */
export interface SubscriberRule {
  readonly name: string;
  /** The pattern as JSON text. */
  readonly pattern: string;
}

/** Reads the rules on the bus that are on. The archive's is left out, which AWS manages. */
export async function readRulePatterns(
  client: EventBridgeClient,
  busName: string,
): Promise<readonly SubscriberRule[]> {
  const rules: SubscriberRule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ EventBusName: busName, NextToken }));
    for (const { Name: name = '', State, ManagedBy, EventPattern: pattern } of page.Rules ?? []) {
      if (ManagedBy === undefined && State !== 'DISABLED' && pattern !== undefined) {
        rules.push({ name, pattern });
      }
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}
