import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { compilePattern, type PatternMatcher } from '../../event-pattern/pattern.ts';
import { connectToStack } from '../aws/cloudformation-stack.ts';
import { createDynamoDbEventsTable } from '../aws/dynamodb-events-table.ts';
import { forgetHandledEvent } from '../aws/dynamodb-ordered-events.ts';
import { readRulePatterns } from '../aws/eventbridge-rule-patterns.ts';
import { createS3PayloadBucket } from '../aws/s3-payload-bucket.ts';
import { createSqsQueue } from '../aws/sqs-queue.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type OpenSubscription, openSubscription } from '../http/open-subscription.ts';
import { providerOption } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { createPace } from '../pace.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import { isSelected } from '../replay/select-records.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

const defaultRate = 100;

export const httpReplay = defineCommand({
  name: 'http replay',
  arguments: '<name>',
  summary: 'post the events of a time range to one receiver again',
  details: `Reads the events from the table of the gateway, as they were published, and sends those that match the
rule of the HTTP subscription to its queue. No other subscriber gets them. The webhook-id of an event is the one
that it had before, so a receiver that leaves out what it has seen leaves them out. In order, an event is posted
after what its conversation has had meanwhile.`,
  writes: true,
  options: {
    ...timeRangeOptions,
    provider: providerOption('only events of this provider'),
    'gateway-stack': {
      type: 'string',
      value: 'NAME',
      help: 'the stack of the gateway, if it is not the one of the HTTP subscription',
    },
    rate: {
      type: 'string',
      value: 'N',
      help: `the most events per second; default ${defaultRate}`,
    },
    ...recordSourceOptions,
  },
  async run(values, [name], context) {
    const rate = Number(values.rate ?? defaultRate);
    if (!(rate > 0)) throw new UsageError('--rate must be a number above 0');
    const range = readTimeRange(values, context.now());
    const opened = await openSubscription(context, name);
    const gatewayStack = values['gateway-stack'];
    const gateway = await (gatewayStack === undefined
      ? context.connect()
      : connectToStack(gatewayStack));
    const { clients, resources } = gateway;
    const table = createDynamoDbEventsTable(clients.dynamodb, resources.eventsTable);
    const payloads = createS3PayloadBucket(clients.s3, resources.payloadBucket);
    const source = await openRecordSource(values, { gateway, table, payloads }, context);
    const matches = await readPattern(opened);
    const send = createSend(opened, rate, context);
    const selection = { range, provider: values.provider };
    let events = 0;
    await source.read(async (items) => {
      for (const item of items) {
        if (!isSelected(item, selection) || !matches(item.event)) continue;
        events += 1;
        if (context.isConfirmed) await send(item.event);
      }
    });
    const { description } = opened;
    context.output.print(
      { name: description.name, dryRun: !context.isConfirmed, events },
      context.isConfirmed
        ? `${events} events sent to the queue of ${description.name}`
        : `${events} events would be posted to ${description.url}; add --yes to post them`,
    );
    return 0;
  },
});

/** @throws {OperatorError} when the rule does not exist, or is off */
async function readPattern({ description, stacks }: OpenSubscription): Promise<PatternMatcher> {
  const [bus = '', rule] = description.ruleArn.split(':rule/')[1]?.split('/') ?? [];
  const rules = await readRulePatterns(stacks.clients.eventBridge, bus);
  const found = rules.find(({ name }) => name === rule);
  if (found !== undefined) return compilePattern(JSON.parse(found.pattern));
  throw new OperatorError(
    `the rule ${rule} of ${description.name} is missing or off: run npx cdk deploy --revert-drift`,
  );
}

function createSend(
  { description, stacks }: OpenSubscription,
  rate: number,
  context: Pick<CommandContext, 'now' | 'waitMs'>,
): (event: TributaryEvent) => Promise<void> {
  const { clients } = stacks;
  const { order, queueUrl } = description;
  const queue = createSqsQueue(clients.sqs, order?.inboxUrl ?? queueUrl);
  const pace = createPace(rate, context);
  return async (event) => {
    await pace();
    if (order) await forgetHandledEvent(clients.dynamodb, order.table, event);
    await queue.send(JSON.stringify(event));
  };
}
