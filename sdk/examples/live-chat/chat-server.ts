/** A chat server that prints the lines that it would push to its windows: npx tsx chat-server.ts */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { ChatLine } from './chat.ts';

const { CHAT_PORT = '3000' } = process.env;

createServer(async (request, response) => {
  const { conversation, from, text, reload } = (await json(request)) as ChatLine;
  console.log(`${conversation} ${from}: ${text}${reload ? ' (reload)' : ''}`);
  response.end();
}).listen(Number(CHAT_PORT), '127.0.0.1', () =>
  console.log(`windows of a chat, port ${CHAT_PORT}`),
);
