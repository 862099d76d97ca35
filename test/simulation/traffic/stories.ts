import { providers } from '../../../functions/providers/registry.ts';
import { fillFixture } from './fixtures.ts';
import type { Teller } from './story.ts';

/** INCS tells an inbound message in two provider events, in any order; one of them changes its mind. */
function reportedByTwoProviderEvents(teller: Teller): void {
  const id = teller.name('wamid.');
  const subject = `message incs ${id}`;
  teller.messages.push({ provider: 'incs', id, files: [] });
  const first = teller.name('text');
  const body = fillFixture('incs/new_message.whatsapp-text', {
    'message.messages.0.id': id,
    'message.messages.0.text.body': first,
  });
  teller.send('incs', body, [{ subject, marker: first }]);
  for (let count = teller.world.random.integer(0, 2); count > 0; count -= 1) {
    const marker = teller.name('text');
    const again = fillFixture('incs/message_created.101-text-inbound', {
      'message.channel_msg_id': id,
      'message.content.content': marker,
    });
    teller.send('incs', again, [{ subject, marker }]);
  }
}

/** An agent writes; statuses come by the WhatsApp id in one provider event and by INCS's id in another. */
function sentThroughConsole(teller: Teller): void {
  const id = teller.name('wamid.');
  const alias = teller.world.random.integer(1e11, 9e11);
  teller.messages.push({ provider: 'incs', id, alias: `${alias}`, files: [] });
  const marker = teller.name('text');
  const body = fillFixture('incs/message_created.101-text-outbound', {
    'message.id': alias,
    'message.channel_msg_id': id,
    'message.content.content': marker,
  });
  teller.send('incs', body, [{ subject: `message incs ${id}`, marker }]);
  for (const status of ['delivered', 'read', 'failed']) {
    if (!teller.world.random.chance(0.6)) continue;
    const byOwnId = teller.world.random.chance(0.5);
    const mark = teller.name('field');
    const text = byOwnId
      ? fillFixture(`incs/message_status_updated.${status}`, { message_id: alias })
      : fillFixture('incs/message_status_update.read', { message_id: id, message_status: status });
    const subject = `status incs ${byOwnId ? alias : id} ${status}`;
    teller.send('incs', withField(text, mark), [{ subject, marker: mark }]);
  }
}

/** One body with three messages, of which the second may be in no form that we know. */
function severalAtOnce(teller: Teller): void {
  const ids = [teller.name('wamid.'), teller.name('wamid.'), teller.name('wamid.')] as const;
  const texts = [teller.name('text'), teller.name('text')] as const;
  const file = teller.file();
  const isBroken = teller.world.random.chance(0.4);
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
  teller.messages.push(
    { provider: 'incs', id: ids[0], files: [] },
    { provider: 'incs', id: ids[2], files: [file] },
  );
  teller.send('incs', body, [
    { subject: `message incs ${ids[0]}`, marker: texts[0] },
    { subject: second, marker: texts[1] },
    { subject: `message incs ${ids[2]}`, marker: ids[2] },
  ]);
}

/** A picture by ITNIO, and the statuses and the price of an answer. */
function pictureAndAnswer(teller: Teller): void {
  const id = teller.name('itnio');
  const file = teller.file();
  teller.messages.push({ provider: 'itnio', id, files: [file] });
  const marker = teller.name('text');
  const picture = fillFixture('itnio/up-message-event.image', {
    messageId: id,
    'message.image.caption': marker,
    'message.image.sha256': file.declaredSha256,
    'message.image.filePath': file.url,
  });
  teller.send('itnio', picture, [{ subject: `message itnio ${id}`, marker }]);
  const response = teller.name('itnio');
  teller.messages.push({ provider: 'itnio', id: response, files: [] });
  for (const status of ['sent', 'delivered', 'read', 'failed', 'deleted']) {
    if (!teller.world.random.chance(0.5)) continue;
    const mark = teller.name('field');
    const text = fillFixture(`itnio/message-status-event.${status}`, { messageId: response });
    const subject = `status itnio ${response} ${status}`;
    teller.send('itnio', withField(text, mark), [{ subject, marker: mark }]);
  }
  const mark = teller.name('field');
  const bill = fillFixture('itnio/billing-event.billable', { messageId: response });
  const subject = `billed itnio ${response}`;
  teller.send('itnio', withField(bill, mark), [{ subject, marker: mark }]);
}

/** A picture by InnoPaaS, once in a while with more JSON than an item of the table holds. */
function pictureByInnopaas(teller: Teller): void {
  const id = teller.name('wamid.');
  const file = teller.file();
  teller.messages.push({ provider: 'innopaas', id, alias: `inno-${id}`, files: [file] });
  const marker = teller.name('text');
  const body = fillFixture('innopaas/whatsapp_mo_message_received.image', {
    'body.wamid': id,
    'body.id': `inno-${id}`,
    'body.image.caption': marker,
    'body.image.sha256': file.declaredSha256,
    'body.image.link': file.url,
  });
  const isLarge = teller.world.random.chance(0.05);
  const sent = isLarge ? withField(body, 'x'.repeat(360_000)) : body;
  teller.send('innopaas', sent, [{ subject: `message innopaas ${id}`, marker }]);
}

/** A picture by Meta, which names it by an id alone, and the statuses of an answer. */
function pictureById(teller: Teller): void {
  const id = teller.name('wamid.');
  const file = teller.fileById();
  teller.messages.push({ provider: 'meta', id, files: [file] });
  const marker = teller.name('text');
  const message = 'entry.0.changes.0.value.messages.0';
  const picture = fillFixture('meta/messages.image.with-caption', {
    [`${message}.id`]: id,
    [`${message}.image.caption`]: marker,
    [`${message}.image.sha256`]: file.declaredSha256,
    [`${message}.image.id`]: file.id,
  });
  teller.send('meta', picture, [{ subject: `message meta ${id}`, marker }]);
  const response = teller.name('wamid.');
  teller.messages.push({ provider: 'meta', id: response, files: [] });
  for (const status of ['sent', 'delivered', 'read', 'failed', 'deleted']) {
    if (!teller.world.random.chance(0.5)) continue;
    const mark = teller.name('field');
    const text = fillFixture(`meta/messages.status-${status}`, {
      'entry.0.changes.0.value.statuses.0.id': response,
    });
    const subject = `status meta ${response} ${status}`;
    teller.send('meta', withField(text, mark), [{ subject, marker: mark }]);
  }
}

/** A template that is approved and then rejected. */
function templateChanges(teller: Teller): void {
  const id = teller.name('template');
  for (const status of ['APPROVED', 'REJECTED']) {
    const mark = teller.name('field');
    const body = fillFixture('incs/template_status_update.approved', {
      template_id: id,
      new_value: status,
    });
    const subject = `template incs ${id} ${status}`;
    teller.send('incs', withField(body, mark), [{ subject, marker: mark }]);
  }
}

/** JSON that nobody has documented. */
function notUnderstood(teller: Teller): void {
  const marker = teller.name('text');
  const body = JSON.stringify({ event: 'announced_tomorrow', words: marker });
  teller.send(anyProvider(teller).id, body, [{ subject: `quarantine ${marker}`, marker }]);
}

/** What must leave no trace, at any provider: forgers, and what is no JSON. */
function refused(teller: Teller): void {
  const { id, proves } = anyProvider(teller);
  const marker = teller.name('stranger');
  const body = JSON.stringify({ event: 'of_a_stranger', words: marker });
  const telling = [{ subject: `refused ${marker}`, marker }];
  const fate = 'refused';
  teller.send(id, body, telling, { fate, forged: 'token' });
  if (proves.length > 0) teller.send(id, body, telling, { fate, forged: 'proof' });
  teller.send(id, `${body}}`, telling, { fate });
  teller.send(id, marker, telling, { fate, contentType: 'text/plain' });
  teller.send(id, body, telling, { fate, method: 'DELETE' });
}

function anyProvider({ world }: Teller) {
  return world.random.pick(providers);
}

const stories = [
  reportedByTwoProviderEvents,
  sentThroughConsole,
  severalAtOnce,
  pictureAndAnswer,
  pictureByInnopaas,
  pictureById,
  templateChanges,
  notUnderstood,
  refused,
] as const;

/** Tells a few stories, all of them at the same time. */
export function tellStories(teller: Teller): void {
  for (let count = teller.world.random.integer(2, 7); count > 0; count -= 1) {
    teller.world.random.pick(stories)(teller);
  }
}

/** The body with one more field, as providers add them. */
function withField(body: string, text: string): string {
  return JSON.stringify({ ...JSON.parse(body), added_field: text });
}
