import { describe, expect, it } from 'vitest';
import { sample } from '../../../sdk/testing/index.ts';
import { UsageError } from '../../../tools/command-line/command-error.ts';
import { describeEvent } from '../../../tools/operator/query/describe-events.ts';
import { messageQuestions } from '../../../tools/operator/query/message-questions.ts';
import type { QuestionPorts, QuestionValues } from '../../../tools/operator/query/question.ts';
import { scanQuestions } from '../../../tools/operator/query/scan-questions.ts';
import { render } from '../../../tools/operator/terminal/lines.ts';
import { readConditions } from '../../../tools/operator/trigger/conditions.ts';
import { createPathFinder, explainPaths } from '../../../tools/operator/trigger/nearest-path.ts';
import { readUser } from '../../../tools/operator/users/read-user.ts';

const now = new Date('2026-01-02T03:04:05Z');
const questions = [...messageQuestions, ...scanQuestions];

/** Asks a gateway that has nothing. */
async function askEmpty(
  name: string,
  names: readonly string[],
  { listsConversations = false, ...values }: QuestionValues & { listsConversations?: boolean } = {},
) {
  const question = messageQuestions.find((each) => each.name === name);
  const ports = {
    reader: {
      conversation: async () => ({ messages: [], older: undefined }),
      conversations: async () => ({ conversations: [], next: undefined }),
    },
    gateway: { listsConversations: async () => listsConversations },
  };
  return question?.ask(names, values, now)(ports as unknown as QuestionPorts);
}

describe('query conversations', () => {
  it('of a gateway that lists none says what to set, and what to ask instead', async () => {
    await expect(askEmpty('conversations', ['15550100001'])).rejects.toThrow(
      /lists no conversations by day: set conversationList .*`query number <user> --business 15550100001`/,
    );
  });

  it('finds nothing where a gateway that lists them has none', async () => {
    const listsConversations = true;
    expect(await askEmpty('conversations', ['15550100001'], { listsConversations })).toBe(
      undefined,
    );
  });
});

describe('query conversation', () => {
  it('that finds nothing names the channel that it asked, and what to try', async () => {
    const asked = askEmpty('conversation', ['15550100001', '07700900123'], { channel: 'rcs' });
    await expect(asked).rejects.toThrow(
      /no conversation rcs#15550100001#.*country code.*--channel.*`query number '07700900123'`/,
    );
  });
});

it.each(['2026-13-45', '2026-02-30', '02.01.2026', 'today'])(
  'no question takes %s as a day, before anything is read',
  (day) => {
    const ask = (name: string) =>
      questions.find((each) => each.name === name)?.ask(['15550100001'], { day }, now);
    for (const name of ['conversations', 'failures']) {
      expect(() => ask(name)).toThrow(new UsageError(`${day} is not a day: write 2026-01-02`));
    }
  },
);

describe('users show', () => {
  const show = (items: readonly object[], hasMessages: boolean) =>
    readUser(
      ['15550100001', '449999'],
      undefined,
      { readPartition: async () => items as never },
      async () => hasMessages,
    );

  it('shows no conversation of a user of whom the table has nothing', async () => {
    await expect(show([], false)).rejects.toThrow(
      /no conversation whatsapp#15550100001#449999: .*country code/,
    );
  });

  it('shows a user without links who has written', async () => {
    expect(await show([], true)).toMatchObject({ names: ['449999'], links: [] });
  });
});

it('an event in a list has the time at which it happened, by which the list is sorted', () => {
  const metadata = {
    occurredAt: '2026-01-01T23:59:58.000Z',
    receivedAt: '2026-01-02T00:00:01.000Z',
  };
  const line = render([describeEvent(sample('message.received', { metadata }))], {
    columns: 80,
    hasColors: false,
  });
  expect(line).toMatch(/^2026-01-01 23:59:58Z {2}message\.received/);
});

it.each([
  ['user.phone=+44 7700 900999', '447700900999'],
  ['phone=0044 7700 900999', '447700900999'],
  ['user.phone=07700 900999', '07700 900999'],
  ['content.text=+44 7700 900999', '+44 7700 900999'],
])('a condition %s has the value %s', (text, value) => {
  expect(readConditions('--set', [text])).toMatchObject([{ value }]);
});

describe('a path that no event has', () => {
  const finder = createPathFinder();
  finder.add({ data: { content: { kind: 'list_reply', id: 'a' } } });
  finder.add({ data: { content: { kind: 'text', text: 'Hello' } } });

  it.each([
    ['content.knid', 'content.kind'],
    ['data.content.txt', 'data.content.text'],
    ['content.kind', undefined],
    ['weather', undefined],
  ])('%s was probably meant to be %s', (path, nearest) => {
    expect(finder.nearest(path)).toBe(nearest);
  });

  it('is named with the one that was meant', () => {
    expect(explainPaths(finder, [{ path: 'kind' }, { path: 'content.knid' }])).toBe(
      'no event has content.knid: did you mean content.kind?',
    );
    expect(explainPaths(finder, [{ path: 'kind' }])).toBeUndefined();
  });
});
