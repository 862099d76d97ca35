import { UsageError } from '../../command-line/command-error.ts';
import { describeState } from './describe-events.ts';
import { checkKnownProvider, type Question, type QuestionPorts, toFound } from './question.ts';

type Reader = QuestionPorts['reader'];

interface Thing {
  readonly name: string;
  readonly arguments: string;
  readonly shows: string;
  readonly cost?: string;
  /** How many words follow the provider, at least. */
  readonly leastWords: number;
  read(reader: Reader, provider: string, names: readonly string[]): Promise<object | undefined>;
}

const things: readonly Thing[] = [
  {
    name: 'template',
    arguments: '<provider> <id>',
    shows: 'the status, category and quality of a message template, with every change',
    leastWords: 1,
    read: (reader, provider, [id = '']) => reader.template(provider, id),
  },
  {
    name: 'account',
    arguments: '<provider> <id>',
    shows: 'restrictions, limits and every change of an account',
    leastWords: 1,
    read: (reader, provider, [id = '']) => reader.account(provider, id),
  },
  {
    name: 'phone',
    arguments: '<provider> <phone>',
    shows: 'quality, limit, username and every change of a number of the business',
    leastWords: 1,
    read: (reader, provider, [phone = '']) => reader.phone(provider, phone),
  },
  {
    name: 'user',
    arguments: '<provider> <phone or id> …',
    shows: 'preferences, address book entry and changes of identity of a user',
    cost: '1 query for each name',
    leastWords: 1,
    read: (reader, provider, names) => reader.user(provider, ...names),
  },
  {
    name: 'group',
    arguments: '<provider> <id>',
    shows: 'a group with every change',
    leastWords: 1,
    read: (reader, provider, [id = '']) => reader.group(provider, id),
  },
  {
    name: 'call',
    arguments: '<provider> <id>',
    shows: 'how far a call came, with every event of it',
    leastWords: 1,
    read: (reader, provider, [id = '']) => reader.call(provider, id),
  },
  {
    name: 'payment',
    arguments: '<provider> <phone number id> <reference id>',
    shows: 'a payment with every event of it',
    leastWords: 2,
    read: (reader, provider, [business = '', referenceId = '']) =>
      reader.payment(provider, { business, referenceId }),
  },
];

/** What is asked about everything that is not a message: its state and its history. */
export const thingQuestions: readonly Question[] = things.map(
  ({ name, arguments: words, shows, cost = '1 query', leastWords, read }) => ({
    name,
    arguments: words,
    shows,
    cost,
    ask([provider, ...names]) {
      if (provider === undefined || names.length < leastWords)
        throw new UsageError(`name the ${name}: ${words}`);
      return async ({ reader, gateway }) => {
        checkKnownProvider(provider, gateway);
        return toFound(await read(reader, provider, names), describeState);
      };
    },
  }),
);
