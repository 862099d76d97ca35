import { changedValue, fillFixture } from '../fixtures.ts';
import type { Script, User } from '../story.ts';

/** A text of a user that the app receives as its own. */
export function textMessage(script: Script, id: string, { phone }: User): void {
  const marker = script.name('text');
  const message = `${changedValue}.messages.0`;
  const body = fillFixture('meta/messages.text', {
    [`${changedValue}.contacts.0.wa_id`]: phone,
    [`${message}.from`]: phone,
    [`${message}.id`]: id,
    [`${message}.text.body`]: marker,
  });
  script.send('meta', body, [{ subject: `message.received meta ${id}`, marker }]);
}
