import {
  CreateEventBusCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { findMessageGroupProblem } from '../event-bridge/message-group.ts';
import { type EventTarget, eventTarget } from '../event-bridge/target.ts';
import { type AppResources, parseProperties, type StackResource } from '../template/stack.ts';

const ruleProperties = z.object({
  Name: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(eventTarget).default([]),
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
 * Creates or replaces a rule with its targets. Its bus must exist. A target that the emulator does not run is
 * omitted.
 *
 * @throws {EmulatorError} for a message group that would not do on AWS what the template says
 */
export async function ensureEventRule(
  eventBridge: EventBridgeClient,
  resource: StackResource,
  { omissions }: AppResources,
  runsTarget: (arn: string) => boolean,
): Promise<void> {
  const {
    EventBusName,
    EventPattern,
    State,
    Targets: given,
  } = parseProperties(resource, ruleProperties);
  if (EventPattern === undefined) throw new EmulatorError('the emulator has no schedules');
  const Targets = given.filter((each) =>
    omissions.attempt(resource, () => requireTarget(resource, each, runsTarget)),
  );
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

function requireTarget(
  { logicalId }: StackResource,
  target: EventTarget,
  runsTarget: (arn: string) => boolean,
): true {
  const problem = findMessageGroupProblem(target);
  if (problem) throw new EmulatorError(`${logicalId}, target ${target.Id}: ${problem}`);
  if (runsTarget(target.Arn)) return true;
  throw new EmulatorError(`its target ${target.Arn} does not run here`);
}
