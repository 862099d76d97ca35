import { expect, it } from 'vitest';
import { type ChatLine, createChatHandler } from '../../../../sdk/examples/live-chat/chat.ts';
import { toTicketBody } from '../../../../sdk/handler/conversation-order.ts';
import { delivered, goldenEvent } from '../../../support/golden-events.ts';
import { createMemoryConversationOrder } from '../../../support/memory-conversation-order.ts';

it('pushes texts in order, and asks for a reload when one comes late', async () => {
  const { waiting, order } = createMemoryConversationOrder({ maxAttempts: 5 });
  const lines: ChatLine[] = [];
  const handle = createChatHandler(async (line) => void lines.push(line), order);
  const conversation = 'whatsapp#15550100001#447700900123';
  const ticket = async (second: number) => {
    const event = structuredClone(goldenEvent('message.received'));
    event.detail.data.message.conversation.key = conversation;
    event.detail.data.message.content = { kind: 'text', text: String(second) };
    const position = `2026-01-02T03:04:0${second}.000Z#id`;
    const json = JSON.stringify(delivered(event));
    await waiting.add({ conversation, position, id: `${second}`, json, messageId: `${second}` });
    return { messageId: `${second}`, body: toTicketBody({ conversation, position }) };
  };
  await handle({ Records: [await ticket(3), await ticket(1)] });
  await handle({ Records: [await ticket(2)] });
  expect(lines.map(({ text, reload }) => [text, reload])).toEqual([
    ['1', false],
    ['3', false],
    ['2', true],
  ]);
});
