import { readFixtures } from '../../../tools/dev/fixtures.ts';

/** A callback with one new message. */
export interface Callback {
  readonly messageId: string;
  readonly body: string;
}

/** Creates callbacks from a fixture with one WhatsApp message, each with a new message id. */
export function createCallbacks(provider: string, fixture: string): () => Callback {
  const found = readFixtures(provider).find(({ name }) => name === fixture);
  if (found === undefined) throw new Error(`the fixture ${provider}/${fixture} does not exist`);
  const [before, after] = JSON.stringify(JSON.parse(found.payload)).split(/wamid\.[^"]+/);
  let made = 0;
  return () => {
    made += 1;
    const messageId = `wamid.BENCH${String(made).padStart(40, '0')}`;
    return { messageId, body: `${before}${messageId}${after}` };
  };
}
