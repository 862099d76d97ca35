import type { CallbackItem } from '../callback.ts';
import { changedValue, fillFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';
import { textMessage } from './meta-text.ts';

const history = `${changedValue}.history.0`;
const messages = `${history}.threads.0.messages`;

/**
 * The history of a business that joins the Cloud API: one thread with messages in both directions, and
 * with a placeholder whose file comes in a callback of its own, before or after it. The thread may come a
 * second time, in a later chunk. One of its messages may be one that the app itself received.
 */
export function historyOfThread(script: Script): void {
  const { random } = script.world;
  const user = script.user();
  const sent = { id: script.name('wamid.'), text: script.name('text') };
  const received = { id: script.name('wamid.'), text: script.name('text') };
  const placeholder = script.name('wamid.');
  const bodyOf = (chunk: number) =>
    fillFixture('meta/history.messages', {
      [`${history}.metadata.chunk_order`]: chunk,
      [`${history}.threads.0.id`]: user.phone,
      [`${history}.threads.0.context.wa_id`]: user.phone,
      [`${history}.threads.0.context.user_id`]: user.id,
      [`${messages}.0.to`]: user.phone,
      [`${messages}.0.id`]: sent.id,
      [`${messages}.0.text.body`]: sent.text,
      [`${messages}.1.from`]: user.phone,
      [`${messages}.1.from_user_id`]: user.id,
      [`${messages}.1.id`]: received.id,
      [`${messages}.1.text.body`]: received.text,
      [`${messages}.2.from`]: user.phone,
      [`${messages}.2.id`]: placeholder,
    });
  for (let chunk = 1; chunk <= random.pick([1, 1, 2, 3]); chunk += 1) {
    const body = bodyOf(chunk);
    const itemOf = (index: number, subject: string, marker: string): CallbackItem => ({
      subject: `history.message.${subject}`,
      marker,
      raw: { json: onlyMessage(body, index) },
    });
    script.send('meta', body, [
      itemOf(0, `sent meta ${sent.id}`, sent.text),
      itemOf(1, `received meta ${received.id}`, received.text),
      itemOf(2, `received meta ${placeholder} placeholder`, placeholder),
    ]);
  }
  if (random.chance(0.3)) textMessage(script, received.id, user);
  if (random.chance(0.7)) {
    const marker = script.name('text');
    const message = `${changedValue}.messages.0`;
    const file = fillFixture('meta/history.media.of-user', {
      [`${changedValue}.contacts.0.wa_id`]: user.phone,
      [`${message}.from`]: user.phone,
      [`${message}.id`]: placeholder,
      [`${message}.image.caption`]: marker,
    });
    script.send('meta', file, [
      { subject: `history.message.received meta ${placeholder}`, marker },
    ]);
  }
}

interface HistoryBody {
  readonly entry: readonly [
    { readonly changes: readonly [{ readonly value: { readonly history: readonly [Chunk] } }] },
  ];
}

interface Chunk {
  readonly threads: readonly [{ readonly messages: readonly object[] }];
}

/** The body with one message of its thread. */
function onlyMessage(body: string, index: number): object {
  const copy: HistoryBody = JSON.parse(body);
  const [thread] = copy.entry[0].changes[0].value.history[0].threads;
  Object.assign(thread, { messages: [thread.messages[index]] });
  return copy;
}
