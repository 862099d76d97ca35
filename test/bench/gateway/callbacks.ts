import { readFixtures } from '../../../tools/dev/fixtures.ts';

/** A callback with a message of its own. */
export interface Callback {
  readonly messageId: string;
  readonly body: string;
}

/** Makes callbacks that nobody sent yet, of a fixture with one WhatsApp message. */
export function createCallbacks(provider: string, fixture: string): () => Callback {
  const found = readFixtures(provider).find(({ name }) => name === fixture);
  if (found === undefined) throw new Error(`there is no fixture ${provider}/${fixture}`);
  const [before, after] = JSON.stringify(JSON.parse(found.payload)).split(/wamid\.[^"]+/);
  let made = 0;
  return () => {
    made += 1;
    const messageId = `wamid.BENCH${String(made).padStart(40, '0')}`;
    return { messageId, body: `${before}${messageId}${after}` };
  };
}
