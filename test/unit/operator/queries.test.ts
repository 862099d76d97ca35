import { describe, expect, it } from 'vitest';
import { sample } from '../../../sdk/testing/index.ts';
import { toCursor } from '../../../shared/reader/cursor.ts';
import { UsageError } from '../../../tools/command-line/command-error.ts';
import { describeEvent } from '../../../tools/operator/query/describe-events.ts';
import { messageQuestions } from '../../../tools/operator/query/message-questions.ts';
import type { QuestionPorts, QuestionValues } from '../../../tools/operator/query/question.ts';
import { scanQuestions } from '../../../tools/operator/query/scan-questions.ts';
import { thingQuestions } from '../../../tools/operator/query/thing-questions.ts';
import { render } from '../../../tools/operator/terminal/lines.ts';
import { readConditions } from '../../../tools/operator/trigger/conditions.ts';
import { createPathFinder, explainPaths } from '../../../tools/operator/trigger/nearest-path.ts';
import { readUser } from '../../../tools/operator/users/read-user.ts';

const now = new Date('2026-01-02T03:04:05Z');
const questions = [...messageQuestions, ...scanQuestions];

/** Asks for a page of a gateway with these results. */
function askPage(name: string, names: readonly string[], values: QuestionValues, page: object) {
  const question = messageQuestions.find((each) => each.name === name);
  const reader = { conversation: async () => page, byCallbackData: async () => page };
  const ports = { reader, gateway: { callbacks: new Map() } };
  return question?.ask(names, values, now)(ports as unknown as QuestionPorts);
}

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

describe('a page without anything', () => {
  const parts = { pk: 'pk', sk: 'sk', conversation: 'c', conversationSort: 's' };
  const empty = { messages: [], calls: [], older: undefined };

  it('of a conversation is found after a cursor: nothing was written since', async () => {
    const newer = toCursor(parts);
    const names = ['15550100001', '447700900123'];
    expect(await askPage('conversation', names, { newer }, empty)).toMatchObject({ result: empty });
  });

  it.each([
    ['page', true],
    [undefined, false],
  ])('of what has a text is found when there is a next one: %s', async (next, isFound) => {
    const found = await askPage('callback-data', ['incs', 'order-1'], {}, { ...empty, next });
    expect(found !== undefined).toBe(isFound);
  });
});

describe('query failures', () => {
  it('finds the statuses and the messages that failed on a day, and no others', async () => {
    const occurredAt = '2026-01-02T03:04:05.000Z';
    const failed = { metadata: { occurredAt }, data: { status: 'failed' } } as const;
    const sent = { metadata: { occurredAt }, data: { message: { status: 'failed' } } } as const;
    const events = [
      sample('message.status.updated', failed),
      sample('message.sent', sent),
      sample('message.sent', { metadata: { occurredAt } }),
      sample('message.status.updated', { metadata: { occurredAt } }),
      sample('message.status.updated', {
        metadata: { occurredAt: '2026-01-03T00:00:00.000Z' },
        data: { status: 'failed' },
      }),
    ];
    const items = events.map((event) => ({
      key: { pk: 'pk', sk: 'sk' },
      event,
      isPublished: true,
    }));
    const question = scanQuestions.find(({ name }) => name === 'failures');
    const source = async () => ({
      asOf: undefined,
      read: async (handle: (page: typeof items) => Promise<void>) => handle(items),
    });
    const found = await question?.ask([], {}, now)({ source } as unknown as QuestionPorts);
    const { result } = found ?? expect.unreachable();
    expect(result).toMatchObject({ matched: 2 });
    const types = JSON.stringify(result).match(/"detail-type":"[^"]+"/g) ?? [];
    expect(types.toSorted()).toEqual([
      '"detail-type":"message.sent"',
      '"detail-type":"message.status.updated"',
    ]);
  });
});

it.each(thingQuestions)('query $name names every word that it needs: $arguments', (question) => {
  const needed = question.arguments.match(/<[^>]+>/g) ?? [];
  expect(needed.length).toBeGreaterThan(0);
  for (let given = 0; given < needed.length; given += 1) {
    expect(() => question.ask(needed.slice(0, given), {}, now)).toThrow(
      `name the ${question.name}`,
    );
  }
  expect(() => question.ask(needed, {}, now)).not.toThrow();
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
