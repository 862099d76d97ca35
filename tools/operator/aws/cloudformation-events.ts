import { CloudFormationClient, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation';

/** What the events of a stack say about the calls that CloudFormation made. */
export interface StackThrottles {
  readonly events: number;
  /** Logical ids of resources whose creation or update AWS throttled. */
  readonly throttled: readonly string[];
}

/** CloudFormation keeps 90 days; the newest events are those of the last deployments. */
const maxEvents = 2_000;

/**
 * Reads whether AWS throttled a deployment of the stack.
 *
 * @param stack its id or its name
 */
export async function readStackThrottles(stack: string): Promise<StackThrottles> {
  const client = new CloudFormationClient();
  const throttled = new Set<string>();
  let events = 0;
  const pages = paginateDescribeStackEvents({ client }, { StackName: stack });
  for await (const { StackEvents = [] } of pages) {
    for (const { ResourceStatusReason = '', LogicalResourceId = '' } of StackEvents) {
      events += 1;
      if (/rate exceeded|throttl/i.test(ResourceStatusReason)) throttled.add(LogicalResourceId);
    }
    if (events >= maxEvents) break;
  }
  return { events, throttled: [...throttled] };
}
