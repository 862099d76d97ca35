import { changedValue, fillFixture, withField } from '../fixtures.ts';
import type { Script } from '../story.ts';

/**
 * INCS reports an inbound message by two provider events, in any order. One of them may repeat it with
 * another text.
 */
export function reportedByTwoProviderEvents(script: Script): void {
  const id = script.name('wamid.');
  const subject = `message.received incs ${id}`;
  script.messages.push({ provider: 'incs', id, files: [] });
  const first = script.name('text');
  const body = fillFixture('incs/new_message.whatsapp-text', {
    'message.messages.0.id': id,
    'message.messages.0.text.body': first,
  });
  script.send('incs', body, [{ subject, marker: first }]);
  for (let count = script.world.random.integer(0, 2); count > 0; count -= 1) {
    const marker = script.name('text');
    const again = fillFixture('incs/message_created.101-text-inbound', {
      'message.channel_msg_id': id,
      'message.content.content': marker,
    });
    script.send('incs', again, [{ subject, marker }]);
  }
}

/**
 * A message that an agent sends. One provider event reports its statuses by the WhatsApp id, another
 * one by INCS's id.
 */
export function sentThroughConsole(script: Script): void {
  const id = script.name('wamid.');
  const alias = script.world.random.integer(1e11, 9e11);
  script.messages.push({ provider: 'incs', id, alias: `${alias}`, files: [] });
  const marker = script.name('text');
  const body = fillFixture('incs/message_created.101-text-outbound', {
    'message.id': alias,
    'message.channel_msg_id': id,
    'message.content.content': marker,
  });
  script.send('incs', body, [{ subject: `message.sent incs ${id}`, marker }]);
  for (const status of ['delivered', 'read', 'failed']) {
    if (!script.world.random.chance(0.6)) continue;
    const byOwnId = script.world.random.chance(0.5);
    const mark = script.name('field');
    const text = byOwnId
      ? fillFixture(`incs/message_status_updated.${status}`, { message_id: alias })
      : fillFixture('incs/message_status_update.read', { message_id: id, message_status: status });
    const subject = `message.status.updated incs ${byOwnId ? alias : id} ${status}`;
    script.send('incs', withField(text, mark), [{ subject, marker: mark }]);
  }
}

/** A call that a user takes and ends, and an order that the user pays at the second attempt. */
export function callAndPayment(script: Script): void {
  const call = script.name('wacid.');
  for (const [fixture, list, current] of [
    ['connect', 'calls', 'connect'],
    ['accepted', 'statuses', 'accepted'],
    ['terminate', 'calls', 'terminated'],
  ] as const) {
    const mark = script.name('field');
    const body = fillFixture(`meta/calls.${fixture}`, { [`${changedValue}.${list}.0.id`]: call });
    const subject = `call.updated meta ${call} ${current}`;
    script.send('meta', withField(body, mark), [{ subject, marker: mark }]);
  }
  const order = script.name('order');
  for (const current of ['failed', 'captured']) {
    const mark = script.name('field');
    const body = fillFixture(`meta/messages.payment-${current}`, {
      [`${changedValue}.statuses.0.payment.reference_id`]: order,
    });
    const subject = `payment.updated meta ${order} ${current}`;
    script.send('meta', withField(body, mark), [{ subject, marker: mark }]);
  }
}

/** A message of the app, to which the owner attached a text, and whose statuses come in any order. */
export function sentWithOwnText(script: Script): void {
  const id = script.name('wamid.');
  const callbackData = script.name('order');
  script.messages.push({ provider: 'meta', id, files: [], callbackData });
  const status = `${changedValue}.statuses.0`;
  for (const word of ['sent', 'delivered', 'read']) {
    if (!script.world.random.chance(0.7)) continue;
    const marker = script.name('text');
    const body = fillFixture('meta/messages.status-read', {
      [`${status}.id`]: id,
      [`${status}.status`]: word,
      [`${status}.biz_opaque_callback_data`]: callbackData,
    });
    const subject = `message.status.updated meta ${id} ${word}`;
    script.send('meta', withField(body, marker), [{ subject, marker }]);
  }
}
