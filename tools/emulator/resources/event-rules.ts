import {
  CreateEventBusCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { findMessageGroupProblem, sqsParameters } from '../event-bridge/message-group.ts';
import { parseProperties, type StackResource } from '../template/stack.ts';

/** Strict: a setting that the emulator ignored would change what the target receives. */
const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.number().optional(),
      MaximumEventAgeInSeconds: z.number().optional(),
    })
    .optional(),
  SqsParameters: sqsParameters.optional(),
});

const ruleProperties = z.object({
  Name: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).default([]),
});

/** Creates an event bus unless it exists. */
export async function ensureEventBus(
  eventBridge: EventBridgeClient,
  { ref }: StackResource,
): Promise<void> {
  try {
    await eventBridge.send(new CreateEventBusCommand({ Name: ref }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  }
}

/**
 * Creates or replaces a rule with its targets. Its bus must exist.
 *
 * @throws {EmulatorError} for a message group that would not do on AWS what the template says
 */
export async function ensureEventRule(
  eventBridge: EventBridgeClient,
  resource: StackResource,
): Promise<void> {
  const { EventBusName, EventPattern, State, Targets } = parseProperties(resource, ruleProperties);
  for (const each of Targets) {
    const problem = findMessageGroupProblem(each);
    if (problem) throw new EmulatorError(`${resource.logicalId}, target ${each.Id}: ${problem}`);
  }
  const name = resource.ref.split('|').at(-1);
  await eventBridge.send(
    new PutRuleCommand({
      Name: name,
      EventBusName,
      EventPattern: JSON.stringify(EventPattern),
      State,
    }),
  );
  if (Targets.length > 0) {
    await eventBridge.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets }));
  }
}
