import { createDynamoDbReceiverStore } from '../../../functions/http-delivery/dynamodb-receiver-store.ts';
import { createLambdaDeliverySwitch } from '../../../functions/http-delivery/lambda-delivery-switch.ts';
import type { ReceiverStore } from '../../../functions/http-delivery/ports.ts';
import {
  type HttpSubscriptionDescription,
  readHttpSubscriptions,
} from '../../../shared/http-subscription/description.ts';
import { UsageError } from '../../command-line/command-error.ts';
import type { AwsClients } from '../../emulator-client/aws-clients.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import type { CommandContext } from '../command.ts';
import type { FoundStacks } from '../gateway/find-stacks.ts';
import { OperatorError } from '../operator-error.ts';

type DeliverySwitch = ReturnType<typeof createLambdaDeliverySwitch>;

/** What an HTTP subscription consists of, for commands. */
export interface SubscriptionPorts {
  readonly description: HttpSubscriptionDescription;
  readonly receiver: ReceiverStore;
  readonly deliverySwitch: DeliverySwitch;
  readonly queue: ReturnType<typeof createSqsQueue>;
  readonly deadLetters: ReturnType<typeof createSqsQueue>;
}

/** An HTTP subscription of the command line's stacks. */
export interface OpenSubscription extends SubscriptionPorts {
  readonly stacks: FoundStacks;
}

/**
 * Every HTTP subscription of the command line's stacks.
 *
 * @throws {OperatorError} when there is none
 */
export async function openSubscriptions({
  findStacks,
}: Pick<CommandContext, 'findStacks'>): Promise<readonly OpenSubscription[]> {
  const stacks = await findStacks?.();
  if (stacks === undefined) throw new OperatorError('this program has no stacks to look into');
  const descriptions = stacks.outputs.flatMap(readHttpSubscriptions);
  if (descriptions.length === 0) {
    throw new OperatorError(
      `${stacks.place} has no HttpSubscription that this version can read: name another stack by --stack`,
    );
  }
  return descriptions.map((description) => ({
    ...openPorts(description, stacks.clients),
    stacks,
  }));
}

/**
 * The HTTP subscription of this name; without a name, the only one.
 *
 * @throws {OperatorError | UsageError} when it does not exist, or there are several
 */
export async function openSubscription(
  context: Pick<CommandContext, 'findStacks'>,
  name: string | undefined,
): Promise<OpenSubscription> {
  const all = await openSubscriptions(context);
  const names = all.map(({ description }) => description.name).join(', ');
  const [first, ...others] = all;
  if (name === undefined && first !== undefined && others.length === 0) return first;
  if (name === undefined) throw new UsageError(`name one of ${names}`);
  const [found, ...same] = all.filter(({ description }) => description.name === name);
  if (found === undefined) {
    throw new OperatorError(`there is no HTTP subscription ${name}; use one of ${names}`);
  }
  if (same.length === 0) return found;
  throw new OperatorError(`several stacks have an HTTP subscription ${name}: rename one of them`);
}

export function openPorts(
  description: HttpSubscriptionDescription,
  { dynamodb, lambda, sqs }: AwsClients,
): SubscriptionPorts {
  return {
    description,
    receiver: createDynamoDbReceiverStore(dynamodb, description.stateTable),
    deliverySwitch: createLambdaDeliverySwitch(lambda, description),
    queue: createSqsQueue(sqs, description.queueUrl),
    deadLetters: createSqsQueue(sqs, description.deadLetterQueueUrl),
  };
}
