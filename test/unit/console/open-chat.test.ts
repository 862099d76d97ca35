import { expect, it } from 'vitest';
import type { Chat } from '../../../tools/console/api.ts';
import {
  type OpenChat,
  withNewest,
  withOlder,
} from '../../../tools/console/page/conversations/open-chat.ts';

/** A page of a conversation: the messages from one number to another. */
function page(from: number, to: number): Chat {
  const messages = Array.from({ length: to - from + 1 }, (_, index) => ({
    message: { metadata: { id: String(from + index) } },
  }));
  return {
    keys: ['key'],
    isCut: false,
    messages: messages as unknown as Chat['messages'],
    older: `before ${from}`,
    calls: [],
    payments: [],
  };
}

function shownOf({ chat, older, isCut }: OpenChat) {
  const ids = chat.messages.map(({ message }) => Number(message.metadata.id));
  return { from: ids[0], to: ids.at(-1), count: ids.length, older, isCut };
}

const first = withNewest(undefined, 'key', page(61, 100));

it('a page that continues the messages on the page joins them', () => {
  const open = withNewest(withOlder(first, page(21, 60)), 'key', page(71, 110));
  expect(shownOf(open)).toEqual({
    from: 21,
    to: 110,
    count: 90,
    older: 'before 21',
    isCut: false,
  });
});

it('a page that has no message of those before takes their place: there would be a gap', () => {
  expect(shownOf(withNewest(first, 'key', page(102, 141)))).toEqual({
    from: 102,
    to: 141,
    count: 40,
    older: 'before 102',
    isCut: false,
  });
});

it('the newest messages never make more than 400, and no older one becomes unreachable', () => {
  let open = withNewest(undefined, 'key', page(1, 40));
  for (let to = 50; to <= 400; to += 10) open = withNewest(open, 'key', page(to - 39, to));
  expect(shownOf(open)).toMatchObject({ from: 1, to: 400, older: 'before 1' });
  open = withNewest(open, 'key', page(371, 410));
  expect(shownOf(open)).toMatchObject({ from: 371, to: 410, older: 'before 371' });
});

it('older messages take the place of the newest, to which the next reading leads back', () => {
  const open = withOlder(withNewest(undefined, 'key', page(381, 780)), page(341, 380));
  expect(shownOf(open)).toEqual({
    from: 341,
    to: 740,
    count: 400,
    older: 'before 341',
    isCut: true,
  });
  expect(shownOf(withNewest(open, 'key', page(741, 780)))).toMatchObject({ count: 40 });
  expect(shownOf(withNewest(open, 'other', page(1, 2)))).toMatchObject({ count: 2 });
});
