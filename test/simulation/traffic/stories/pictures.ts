import { fillFixture, withField } from '../fixtures.ts';
import type { Script } from '../story.ts';

/** One body with three messages, of which the second may be unrecognized. */
export function severalAtOnce(script: Script): void {
  const ids = [script.name('wamid.'), script.name('wamid.'), script.name('wamid.')] as const;
  const texts = [script.name('text'), script.name('text')] as const;
  const file = script.file();
  const isBroken = script.world.random.chance(0.4);
  const body = fillFixture('incs/new_message.whatsapp-several', {
    'message.messages.0.id': ids[0],
    'message.messages.1.id': ids[1],
    'message.messages.2.id': ids[2],
    'message.messages.0.text.body': texts[0],
    'message.messages.1.text.body': isBroken ? [texts[1]] : texts[1],
    'message.messages.2.sticker.sha256': file.declaredSha256,
    'message.messages.2.sticker.link': file.url,
    'message.messages.2.sticker.mime_type': 'image/jpeg',
  });
  const { message, ...around } = JSON.parse(body);
  const { contacts, messages, ...common } = message;
  const rawOf = (index: number, contact: number) => ({
    json: {
      ...around,
      message: { ...common, contacts: [contacts[contact]], messages: [messages[index]] },
    },
  });
  const second = isBroken ? `callback.quarantined incs ${texts[1]}` : received(ids[1]);
  script.messages.push(
    { provider: 'incs', id: ids[0], files: [] },
    { provider: 'incs', id: ids[2], files: [file] },
  );
  script.send('incs', body, [
    { subject: received(ids[0]), marker: texts[0], raw: rawOf(0, 0) },
    { subject: second, marker: texts[1], raw: isBroken ? 'unknown' : rawOf(1, 1) },
    { subject: received(ids[2]), marker: ids[2], raw: rawOf(2, 0) },
  ]);
}

function received(id: string): string {
  return `message.received incs ${id}`;
}

/** A picture by ITNIO, and the statuses and the price of a reply. */
export function pictureAndReply(script: Script): void {
  const id = script.name('itnio');
  const file = script.file();
  script.messages.push({ provider: 'itnio', id, files: [file] });
  const marker = script.name('text');
  const picture = fillFixture('itnio/up-message-event.image', {
    messageId: id,
    'message.image.caption': marker,
    'message.image.sha256': file.declaredSha256,
    'message.image.filePath': file.url,
  });
  script.send('itnio', picture, [{ subject: `message.received itnio ${id}`, marker }]);
  const reply = script.name('itnio');
  script.messages.push({ provider: 'itnio', id: reply, files: [] });
  for (const status of ['sent', 'delivered', 'read', 'failed', 'deleted']) {
    if (!script.world.random.chance(0.5)) continue;
    const mark = script.name('field');
    const text = fillFixture(`itnio/message-status-event.${status}`, { messageId: reply });
    const subject = `message.status.updated itnio ${reply} ${status}`;
    script.send('itnio', withField(text, mark), [{ subject, marker: mark }]);
  }
  const mark = script.name('field');
  const bill = fillFixture('itnio/billing-event.billable', { messageId: reply });
  const subject = `message.billed itnio ${reply}`;
  script.send('itnio', withField(bill, mark), [{ subject, marker: mark }]);
}

/** A picture by INCS with its thumbnail: the mirror copies both at the same time. No hash is declared. */
export function pictureWithThumbnail(script: Script): void {
  const id = script.name('wamid.');
  const alias = script.number(12);
  const files = [script.file(), script.file()] as const;
  const [picture, thumbnail] = files;
  script.messages.push({
    provider: 'incs',
    id,
    alias,
    files: files.map((file) => ({ ...file, declaredSha256: undefined })),
  });
  const body = fillFixture('incs/message_created.102-image-inbound.with-thumbnail', {
    'message.id': Number(alias),
    'message.channel_msg_id': id,
    'message.content.sourcePath': picture.url,
    'message.content.sourcePicture.url': picture.url,
    'message.content.bigPicture.url': picture.url,
    'message.content.snapshotPicture.url': thumbnail.url,
  });
  const marker = script.name('field');
  const subject = `message.received incs ${id}`;
  script.send('incs', withField(body, marker), [{ subject, marker }]);
}

/** A picture by InnoPaaS, which a reader finds by either of its ids. */
export function pictureByInnopaas(script: Script): void {
  const id = script.name('wamid.');
  const file = script.file();
  script.messages.push({ provider: 'innopaas', id, alias: `inno-${id}`, files: [file] });
  const marker = script.name('text');
  const body = fillFixture('innopaas/whatsapp_mo_message_received.image', {
    'body.wamid': id,
    'body.id': `inno-${id}`,
    'body.image.caption': marker,
    'body.image.sha256': file.declaredSha256,
    'body.image.link': file.url,
  });
  script.send('innopaas', body, [{ subject: `message.received innopaas ${id}`, marker }]);
}

/** A picture by Meta, of which the callback has only the id, and the statuses of a reply. */
export function pictureById(script: Script): void {
  const id = script.name('wamid.');
  const file = script.fileById();
  script.messages.push({ provider: 'meta', id, files: [file] });
  const marker = script.name('text');
  const message = 'entry.0.changes.0.value.messages.0';
  const picture = fillFixture('meta/messages.image.with-caption', {
    [`${message}.id`]: id,
    [`${message}.image.caption`]: marker,
    [`${message}.image.sha256`]: file.declaredSha256,
    [`${message}.image.id`]: file.id,
  });
  script.send('meta', picture, [{ subject: `message.received meta ${id}`, marker }]);
  const reply = script.name('wamid.');
  script.messages.push({ provider: 'meta', id: reply, files: [] });
  for (const status of ['sent', 'delivered', 'read', 'failed', 'deleted']) {
    if (!script.world.random.chance(0.5)) continue;
    const mark = script.name('field');
    const text = fillFixture(`meta/messages.status-${status}`, {
      'entry.0.changes.0.value.statuses.0.id': reply,
    });
    const subject = `message.status.updated meta ${reply} ${status}`;
    script.send('meta', withField(text, mark), [{ subject, marker: mark }]);
  }
}
