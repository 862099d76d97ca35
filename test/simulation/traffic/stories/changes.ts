import { changedValue, fillFixture, withField } from '../fixtures.ts';
import type { Script } from '../story.ts';

/** A template that is approved and then rejected. */
export function templateDecisions(script: Script): void {
  const id = script.name('template');
  for (const status of ['APPROVED', 'REJECTED']) {
    const body = fillFixture('incs/template_status_update.approved', {
      template_id: id,
      new_value: status,
    });
    send(script, 'incs', body, `template.status.updated incs ${id} ${status}`);
  }
}

/** A template whose category is announced and changed, and whose quality falls. */
export function templateChanges(script: Script): void {
  const id = script.number(15);
  const path = `${changedValue}.message_template_id`;
  for (const [fixture, subject] of [
    ['template_category_update.announced', `category.updated meta ${id} UTILITY`],
    ['template_category_update.done', `category.updated meta ${id} MARKETING`],
    ['message_template_quality_update', `quality.updated meta ${id} RED`],
  ] as const) {
    const body = fillFixture(`meta/${fixture}`, { [path]: Number(id) });
    send(script, 'meta', body, `template.${subject}`);
  }
}

/** A phone number whose name is approved, and whose limit rises. */
export function phoneChanges(script: Script): void {
  const phone = script.number(12);
  for (const [fixture, subject] of [
    ['phone_number_name_update.approved', `name ${phone} APPROVED`],
    ['phone_number_quality_update.upgrade', `quality ${phone} UPGRADE`],
  ] as const) {
    const body = fillFixture(`meta/${fixture}`, {
      [`${changedValue}.display_phone_number`]: phone,
    });
    send(script, 'meta', body, `phone.updated meta ${subject}`);
  }
}

/** A user who wants no more marketing messages, and wants them again. */
export function preferences(script: Script): void {
  const { phone } = script.user();
  for (const word of ['stop', 'resume']) {
    const body = fillFixture(`meta/user_preferences.${word}`, {
      [`${changedValue}.contacts.0.wa_id`]: phone,
      [`${changedValue}.user_preferences.0.wa_id`]: phone,
    });
    send(script, 'meta', body, `user.updated meta preferences ${phone} ${word}`);
  }
}

function send(script: Script, provider: string, body: string, subject: string): void {
  const marker = script.name('field');
  script.send(provider, withField(body, marker), [{ subject, marker }]);
}
