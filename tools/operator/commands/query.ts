import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { createDynamoDbEventsTable } from '../aws/dynamodb-events-table.ts';
import { defineCommand } from '../command.ts';
import { mostNames } from '../command-line.ts';
import { openStores } from '../gateway/open-stores.ts';
import { providerOption, refuseUnknown } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { messageQuestions } from '../query/message-questions.ts';
import type { Question } from '../query/question.ts';
import { scanQuestions } from '../query/scan-questions.ts';
import { thingQuestions } from '../query/thing-questions.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import { timeRangeOptions } from '../time-range.ts';
import { channelOption } from '../users/read-user.ts';

/** Everything that can be asked, in the order of the help. */
export const questions: readonly Question[] = [
  ...messageQuestions,
  ...thingQuestions,
  ...scanQuestions,
];

const toUsage = ({ name, arguments: words }: Question) => `${name} ${words}`.trimEnd();

export const query = defineCommand({
  name: 'query',
  arguments: '<question> …',
  summary:
    'print what the table has about a message, a conversation, a number, a template and more',
  details: `Questions, what each prints, and what it reads:

${questions.map((each) => `  ${toUsage(each)}\n      ${each.shows}\n      ${each.cost}`).join('\n')}

Each party is named by a phone number in any spelling or an id; any name of a user gives the whole conversation.
Prints lines for a person at a terminal, and a JSON document with --json or into a pipe.`,
  writes: false,
  options: {
    channel: channelOption,
    older: { type: 'string', value: 'CURSOR', help: 'the page before this cursor' },
    newer: { type: 'string', value: 'CURSOR', help: 'the page after this cursor' },
    day: {
      type: 'string',
      value: 'DAY',
      help: 'of conversations and failures: a UTC day, such as 2026-01-02',
    },
    next: { type: 'string', value: 'CURSOR', help: 'of a list: the page after this cursor' },
    business: {
      type: 'string',
      value: 'BUSINESS',
      multiple: true,
      help: 'of number: a number or id of the business at which to look; may be repeated',
    },
    provider: providerOption('of events, failures and number without --business: only this one'),
    type: { type: 'string', value: 'TYPE', help: 'of events: only this detail-type' },
    with: {
      type: 'string',
      value: 'PATH=VALUE',
      multiple: true,
      help: 'of events: only with this value, such as status=failed; may be repeated',
    },
    ...timeRangeOptions,
    limit: { type: 'string', value: 'N', help: 'of events: how many of the newest; default 50' },
    ...recordSourceOptions,
  },
  async run(values, [subject, ...names], context) {
    const { output, now } = context;
    const known = questions.map(({ name }) => name);
    if (subject !== undefined) refuseUnknown('query', subject, known);
    const question = questions.find(({ name }) => name === subject);
    if (question === undefined) throw new UsageError(`name one of ${known.join(', ')}`);
    const surplus = names[mostNames(question.arguments)];
    if (surplus !== undefined)
      throw new UsageError(`query ${question.name} does not accept the word ${surplus}`);
    const ask = question.ask(names, values, now());
    const stores = await openStores(context);
    const { clients, resources } = stores.gateway;
    const found = await ask({
      gateway: stores.gateway,
      reader: createDynamoDbReader(clients.dynamodb, resources.eventsTable, now),
      table: createDynamoDbEventsTable(clients.dynamodb, resources.eventsTable),
      source: () => openRecordSource(values, stores, context),
    });
    if (found === undefined) {
      const [about, check] =
        names.length > 0 ? [` about ${names.join(' ')}`, 'words'] : [' like this', 'options'];
      throw new OperatorError(
        `the table has nothing${about}: check the ${check}; records also expire, and \`erase\` removes them`,
      );
    }
    output.document(found.result, found.describe);
    return 0;
  },
});
