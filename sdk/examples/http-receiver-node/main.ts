/** Prints the events that it gets: SIGNING_KEY=$(npx tributary http secret) npx tsx main.ts */
import { createReceiver } from './receiver.ts';

const { SIGNING_KEY = '', RECEIVER_PORT = '3000' } = process.env;

createReceiver({
  signingKey: SIGNING_KEY,
  handle({ 'detail-type': type, detail: { data } }) {
    const content = 'message' in data ? data.message.content : undefined;
    console.log(`${type} ${content?.kind === 'text' ? content.text : ''}`);
  },
}).listen(Number(RECEIVER_PORT), '127.0.0.1', () =>
  console.log(`a receiver on port ${RECEIVER_PORT}`),
);
