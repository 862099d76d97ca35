import { changedValue, fillFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';

/**
 * A person writes with the number and the id, with the id alone, and to another provider of the same
 * business with the number alone. A second id takes the number over, so that two are joined.
 */
export function onePersonWithTwoNames(script: Script): void {
  const { phone, id } = script.user();
  const other = script.user();
  for (const names of [
    { from: phone, from_user_id: id },
    { from_user_id: id },
    { from: phone, from_user_id: other.id },
  ]) {
    const messageId = script.name('wamid.');
    const marker = script.name('text');
    const message = { ...names, id: messageId, timestamp: '1774515600', type: 'text' };
    const body = fillFixture('meta/messages.text', {
      [`${changedValue}.messages`]: [{ ...message, text: { body: marker } }],
      [`${changedValue}.contacts`]: [],
    });
    script.messages.push({ provider: 'meta', id: messageId, files: [] });
    script.send('meta', body, [{ subject: `message.received meta ${messageId}`, marker }]);
  }
  const messageId = script.name('wamid.');
  const marker = script.name('text');
  const body = fillFixture('incs/new_message.whatsapp-text', {
    'message.messages.0.id': messageId,
    'message.messages.0.from': phone,
    'message.messages.0.text.body': marker,
  });
  script.messages.push({ provider: 'incs', id: messageId, files: [] });
  script.send('incs', body, [{ subject: `message.received incs ${messageId}`, marker }]);
}
