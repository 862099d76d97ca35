import { fillFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';

/**
 * A user who asks to be erased: a message with a conflict, one of them with raw JSON in the payload
 * bucket; a picture; and an item that is unrecognized.
 */
export function erasedUser(script: Script): void {
  const { random } = script.world;
  const phone = script.number(12);
  const markers: string[] = [];
  const mark = () => {
    const marker = script.name('text');
    markers.push(marker);
    return marker;
  };
  const id = script.name('wamid.');
  for (let count = random.integer(1, 2); count > 0; count -= 1) {
    const marker = mark();
    const text = random.chance(0.2) ? `${marker} ${'x'.repeat(180_000)}` : marker;
    const body = fillFixture('incs/new_message.whatsapp-text', {
      'message.contacts.0.wa_id': phone,
      'message.messages.0.from': phone,
      'message.messages.0.id': id,
      'message.messages.0.text.body': text,
    });
    script.send('incs', body, [{ subject: `message.received incs ${id}`, marker, isErased: true }]);
  }
  const file = script.file();
  const picture = script.name('itnio');
  const caption = mark();
  const body = fillFixture('itnio/up-message-event.image', {
    messageId: picture,
    'from.phone': phone,
    'message.image.caption': caption,
    'message.image.sha256': file.declaredSha256,
    'message.image.filePath': file.url,
  });
  const subject = `message.received itnio ${picture}`;
  script.send('itnio', body, [{ subject, marker: caption, isErased: true }]);
  const words = mark();
  const unrecognized = JSON.stringify({ event: 'announced_tomorrow', words, from: phone });
  script.send('incs', unrecognized, [
    { subject: `callback.quarantined incs ${words}`, marker: words, isErased: true },
  ]);
  script.erasures.push({ phone, markers: [...markers, id, picture], file });
}
