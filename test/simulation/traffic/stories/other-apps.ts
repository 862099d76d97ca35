import { changedValue, fillFixture, withField } from '../fixtures.ts';
import type { Script } from '../story.ts';
import { textMessage } from './meta-text.ts';

/**
 * A conversation that passes to another app and comes back. Meanwhile the user writes, sends a picture
 * and reads a reply of the other app: all of it arrives on standby, and one message as the app's own, too.
 */
export function handover(script: Script): void {
  const { random } = script.world;
  const user = script.user();
  for (const [fixture, change, role] of [
    ['passed', 'control_passed', 'customer_service'],
    ['taken', 'control_taken', 'escalation'],
  ] as const) {
    const marker = script.name('text');
    const body = fillFixture(`meta/messaging_handovers.${fixture}`, {
      [`${changedValue}.sender.phone_number`]: user.phone,
      [`${changedValue}.${change}.metadata`]: marker,
    });
    const subject = `conversation.updated meta owner ${user.phone} ${role}`;
    script.send('meta', body, [{ subject, marker }]);
  }

  const list = `${changedValue}.standby`;
  const send = (id: string, content: Readonly<Record<string, unknown>>, marker: string) => {
    const message = { from: user.phone, from_user_id: user.id, id, timestamp: '1768046400' };
    const body = fillFixture('meta/standby.messages', {
      [`${list}.contacts.0.wa_id`]: user.phone,
      [`${list}.contacts.0.user_id`]: user.id,
      [`${list}.messages`]: [{ ...message, ...content }],
    });
    script.send('meta', body, [{ subject: `standby.message.received meta ${id}`, marker }]);
  };
  const text = script.name('text');
  const id = script.name('wamid.');
  send(id, { type: 'text', text: { body: text } }, text);
  // An app that gets control back may receive what it has seen on standby.
  if (random.chance(0.3)) textMessage(script, id, user);

  const file = script.fileById();
  const picture = script.name('wamid.');
  script.messages.push({ provider: 'meta', id: picture, files: [file] });
  const caption = script.name('text');
  const image = { mime_type: 'image/jpeg', sha256: file.declaredSha256, id: file.id, caption };
  send(picture, { type: 'image', image }, caption);

  const reply = script.name('wamid.');
  for (const status of ['sent', 'delivered', 'read']) {
    const marker = script.name('field');
    const body = fillFixture('meta/standby.statuses', {
      [`${list}.statuses.0.id`]: reply,
      [`${list}.statuses.0.status`]: status,
    });
    const subject = `standby.message.status.updated meta ${reply} ${status}`;
    script.send('meta', withField(body, marker), [{ subject, marker }]);
  }
}
