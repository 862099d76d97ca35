import { providers } from '../../../functions/providers/registry.ts';
import { fillFixture } from './fixtures.ts';
import type { Script } from './story.ts';

/**
 * INCS reports an inbound message by two provider events, in any order. One of them may repeat it with
 * another text.
 */
function reportedByTwoProviderEvents(script: Script): void {
  const id = script.name('wamid.');
  const subject = `message incs ${id}`;
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
function sentThroughConsole(script: Script): void {
  const id = script.name('wamid.');
  const alias = script.world.random.integer(1e11, 9e11);
  script.messages.push({ provider: 'incs', id, alias: `${alias}`, files: [] });
  const marker = script.name('text');
  const body = fillFixture('incs/message_created.101-text-outbound', {
    'message.id': alias,
    'message.channel_msg_id': id,
    'message.content.content': marker,
  });
  script.send('incs', body, [{ subject: `message incs ${id}`, marker }]);
  for (const status of ['delivered', 'read', 'failed']) {
    if (!script.world.random.chance(0.6)) continue;
    const byOwnId = script.world.random.chance(0.5);
    const mark = script.name('field');
    const text = byOwnId
      ? fillFixture(`incs/message_status_updated.${status}`, { message_id: alias })
      : fillFixture('incs/message_status_update.read', { message_id: id, message_status: status });
    const subject = `status incs ${byOwnId ? alias : id} ${status}`;
    script.send('incs', withField(text, mark), [{ subject, marker: mark }]);
  }
}

/** One body with three messages, of which the second may be unrecognized. */
function severalAtOnce(script: Script): void {
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
  const second = isBroken ? `quarantine ${texts[1]}` : `message incs ${ids[1]}`;
  script.messages.push(
    { provider: 'incs', id: ids[0], files: [] },
    { provider: 'incs', id: ids[2], files: [file] },
  );
  script.send('incs', body, [
    { subject: `message incs ${ids[0]}`, marker: texts[0] },
    { subject: second, marker: texts[1] },
    { subject: `message incs ${ids[2]}`, marker: ids[2] },
  ]);
}

/** A picture by ITNIO, and the statuses and the price of a reply. */
function pictureAndReply(script: Script): void {
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
  script.send('itnio', picture, [{ subject: `message itnio ${id}`, marker }]);
  const reply = script.name('itnio');
  script.messages.push({ provider: 'itnio', id: reply, files: [] });
  for (const status of ['sent', 'delivered', 'read', 'failed', 'deleted']) {
    if (!script.world.random.chance(0.5)) continue;
    const mark = script.name('field');
    const text = fillFixture(`itnio/message-status-event.${status}`, { messageId: reply });
    const subject = `status itnio ${reply} ${status}`;
    script.send('itnio', withField(text, mark), [{ subject, marker: mark }]);
  }
  const mark = script.name('field');
  const bill = fillFixture('itnio/billing-event.billable', { messageId: reply });
  const subject = `billed itnio ${reply}`;
  script.send('itnio', withField(bill, mark), [{ subject, marker: mark }]);
}

/** A picture by InnoPaaS, sometimes with more JSON than an item of the table can hold. */
function pictureByInnopaas(script: Script): void {
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
  const isLarge = script.world.random.chance(0.05);
  const sent = isLarge ? withField(body, 'x'.repeat(360_000)) : body;
  script.send('innopaas', sent, [{ subject: `message innopaas ${id}`, marker }]);
}

/** A picture by Meta, of which the callback has only the id, and the statuses of a reply. */
function pictureById(script: Script): void {
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
  script.send('meta', picture, [{ subject: `message meta ${id}`, marker }]);
  const reply = script.name('wamid.');
  script.messages.push({ provider: 'meta', id: reply, files: [] });
  for (const status of ['sent', 'delivered', 'read', 'failed', 'deleted']) {
    if (!script.world.random.chance(0.5)) continue;
    const mark = script.name('field');
    const text = fillFixture(`meta/messages.status-${status}`, {
      'entry.0.changes.0.value.statuses.0.id': reply,
    });
    const subject = `status meta ${reply} ${status}`;
    script.send('meta', withField(text, mark), [{ subject, marker: mark }]);
  }
}

/** A template that is approved and then rejected. */
function templateChanges(script: Script): void {
  const id = script.name('template');
  for (const status of ['APPROVED', 'REJECTED']) {
    const mark = script.name('field');
    const body = fillFixture('incs/template_status_update.approved', {
      template_id: id,
      new_value: status,
    });
    const subject = `template incs ${id} ${status}`;
    script.send('incs', withField(body, mark), [{ subject, marker: mark }]);
  }
}

/** JSON that no documentation describes. */
function unrecognized(script: Script): void {
  const marker = script.name('text');
  const body = JSON.stringify({ event: 'announced_tomorrow', words: marker });
  script.send(anyProvider(script).id, body, [{ subject: `quarantine ${marker}`, marker }]);
}

/** Callbacks that must leave no trace, of any provider: forged ones, and bodies that are not JSON. */
function refused(script: Script): void {
  const { id, proves } = anyProvider(script);
  const marker = script.name('forgery');
  const body = JSON.stringify({ event: 'of_a_forgery', words: marker });
  const items = [{ subject: `refused ${marker}`, marker }];
  const fate = 'refused';
  script.send(id, body, items, { fate, forged: 'token' });
  if (proves.length > 0) script.send(id, body, items, { fate, forged: 'proof' });
  script.send(id, `${body}}`, items, { fate });
  script.send(id, marker, items, { fate, contentType: 'text/plain' });
  script.send(id, body, items, { fate, method: 'DELETE' });
}

function anyProvider({ world }: Script) {
  return world.random.pick(providers);
}

const stories = [
  reportedByTwoProviderEvents,
  sentThroughConsole,
  severalAtOnce,
  pictureAndReply,
  pictureByInnopaas,
  pictureById,
  templateChanges,
  unrecognized,
  refused,
] as const;

/** Adds 2 to 7 stories, which all happen at the same time. */
export function writeStories(script: Script): void {
  for (let count = script.world.random.integer(2, 7); count > 0; count -= 1) {
    script.world.random.pick(stories)(script);
  }
}

/** The body with one more field, as providers add them. */
function withField(body: string, text: string): string {
  return JSON.stringify({ ...JSON.parse(body), added_field: text });
}
