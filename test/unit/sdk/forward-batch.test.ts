import { describe, expect, it } from 'vitest';
import { forwardBatch } from '../../../sdk/ordering/forward-batch.ts';
import type { NewEvent, TicketToSend } from '../../../sdk/ordering/waiting-events.ts';
import { sample } from '../../../sdk/testing/index.ts';

/** A batch with an event of each of these texts, and what the forwarder has done with it. */
async function forward(
  texts: readonly string[],
  { handled = [], unsent = [] }: { handled?: readonly string[]; unsent?: readonly string[] } = {},
) {
  const stored: NewEvent[] = [];
  const sent: TicketToSend[] = [];
  const failures: string[] = [];
  const has = (names: readonly string[], position: string) =>
    stored.some((event) => event.position === position && names.includes(event.messageId));
  const Records = texts.map((text) => ({
    messageId: text,
    body:
      text === 'unreadable'
        ? '{"detail":{"metadata":{}}}'
        : JSON.stringify(sample('message.received', textOf(text))),
  }));
  const response = await forwardBatch(
    { Records },
    {
      waiting: {
        add: async (event) => {
          stored.push(event);
          return handled.includes(event.messageId) ? undefined : `ticket of ${event.messageId}`;
        },
      },
      tickets: {
        send: async (tickets) => {
          sent.push(...tickets);
          return tickets.filter(({ position }) => has(unsent, position));
        },
      },
      onFailure: (_, messageId) => failures.push(messageId),
    },
  );
  const returned = response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { returned, tickets: sent.map(({ ticketId }) => ticketId), failures, stored };
}

const textOf = (text: string) =>
  ({ data: { message: { content: { kind: 'text', text } } } }) as const;

describe('the forwarder', () => {
  it('stores each event as it came, and sends its ticket', async () => {
    const { returned, tickets, stored } = await forward(['one', 'two']);
    expect([returned, tickets]).toEqual([[], ['ticket of one', 'ticket of two']]);
    expect(stored.map(({ json }) => JSON.parse(json))).toEqual(
      ['one', 'two'].map((text) => sample('message.received', textOf(text))),
    );
  });

  it('returns each event whose ticket was not sent, and no other', async () => {
    const { returned } = await forward(['one', 'two', 'three'], { unsent: ['one', 'three'] });
    expect(returned).toEqual(['one', 'three']);
  });

  it('returns what is not an event, and says so', async () => {
    const { returned, failures, tickets } = await forward(['unreadable', 'two']);
    expect([returned, failures, tickets]).toEqual([
      ['unreadable'],
      ['unreadable'],
      ['ticket of two'],
    ]);
  });

  it('sends no ticket for an event that was handled', async () => {
    const { returned, tickets } = await forward(['one', 'two'], { handled: ['one'] });
    expect([returned, tickets]).toEqual([[], ['ticket of two']]);
  });
});
