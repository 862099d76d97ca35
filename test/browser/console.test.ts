import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAll, describe, expect, it } from 'vitest';
import { storyCallbacks } from '../../tools/dev/browser/story.ts';
import { quarantineAsBefore } from '../integration/operations/quarantine-as-before.ts';
import { textMessage } from '../integration/operations/text-message.ts';
import {
  addressOf,
  callbackUrl,
  errors,
  findViolations,
  isFocused,
  open,
  operated,
  page,
  pressUntilFocused,
  sendCallback,
  sendFixture,
  sendOneStory,
  storyAddress,
  useConsole,
} from './console.ts';

useConsole();

describe('live', () => {
  it('shows the first event without a reload, its JSON at a click, and pauses', async () => {
    await open('');
    await page.getByText('No events yet.').waitFor();
    await sendFixture('meta/messages.text');
    const row = page.getByRole('button', { name: /message\.received.*Ada Example/ });
    await row.waitFor();
    await row.click();
    await page.getByRole('heading', { name: 'message.received' }).waitFor();
    expect(await page.locator('.json').innerText()).toContain('"source": "tributary.meta"');

    await page.getByRole('button', { name: 'Pause' }).click();
    await sendFixture('meta/account_update.banned');
    await page.getByRole('button', { name: 'Resume (1 new)' }).click();
    await page.getByRole('button', { name: /account\.updated/ }).waitFor();

    await page.getByLabel('Filter events').fill('account');
    await expect.poll(() => page.locator('.events li').count()).toBe(1);
    expect(errors).toEqual([]);
  });

  it('shows times in the zone of the viewer, and UTC for the pointer', async () => {
    await open('');
    const time = page.locator('.events time').first();
    const at = (await time.getAttribute('datetime')) ?? '';
    const inTokyo = new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(11, 19);
    expect(await time.innerText()).toBe(inTokyo);
    expect(await time.getAttribute('title')).toBe(`${at.replace('T', ' ').replace('Z', '')} UTC`);
  });
});

describe('a conversation', () => {
  beforeAll(sendOneStory);

  it('is found by a number, and has every kind of content', async () => {
    await open('#/conversations');
    await page.getByLabel('Search conversations').fill('+44 7700 900123');
    await page.getByRole('link', { name: /You: .*Your booking is confirmed/ }).click();
    const log = page.getByRole('log');
    for (const words of [
      'Would you like to see it?',
      '❤️',
      '你好！我的朋友也想来，可以吗？',
      'مرحبا، هل الإفطار مشمول في السعر؟',
      'Template booking_offer',
      'Priority Mail Express',
      'Westminster',
      'Grace Example',
      'report.pdf',
      'Call from the user: terminated, 1 min 18 s',
      'Payment ref-2026-0001: captured 210.00 INR',
      'Love these!',
      '131047: Re-engagement message',
    ]) {
      await log.getByText(words).first().waitFor();
    }
    await expect.poll(() => log.locator('img').count()).toBe(2);
    await expect.poll(() => log.locator('audio, video').count()).toBe(2);
    // Every picture can be shown, and every player can play.
    await expect
      .poll(() =>
        log.locator('img').evaluateAll((images) => {
          for (const image of images) image.scrollIntoView();
          return images.every((image) => (image as HTMLImageElement).naturalWidth > 0);
        }),
      )
      .toBe(true);
    await expect
      .poll(() =>
        log
          .locator('audio, video')
          .evaluateAll((players) =>
            players.every((each) => 'duration' in each && Number(each.duration) > 0),
          ),
      )
      .toBe(true);
    for (const label of ['read', 'delivered', 'sent', 'failed']) {
      await log.locator(`.tick[title=${label}]`).first().waitFor();
    }
    expect(errors).toEqual([]);
  });

  it('is the one of the person whose file was stored', async () => {
    await open('');
    await page
      .getByRole('button', { name: /media\.stored meta Ada Example image\/jpeg/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Open the conversation with Ada Example' }).click();
    await page.getByRole('log').getByText('Would you like to see it?').first().waitFor();
    expect(errors).toEqual([]);
  });

  it('has its channel and business beside it, and the year when it is not of this one', async () => {
    await sendFixture('incs/message_created.110-viber-otp-outbound');
    await sendFixture('incs/new_message.rcs-text');
    await open('#/conversations');
    const ofNumber = page.locator('.talk', { hasText: '+447700900123' });
    await expect.poll(() => ofNumber.count()).toBe(2);
    await ofNumber.filter({ hasText: 'Viber with 30058 by incs' }).waitFor();
    await ofNumber.filter({ hasText: 'RCS with 30058 by incs' }).waitFor();
    await ofNumber.filter({ hasText: '20 Apr 2024' }).waitFor();
    // A number has no initial.
    expect(await ofNumber.locator('.avatar').allTextContents()).toEqual(['', '']);
    const ada = page.locator('.talk', { hasText: 'Ada Example' });
    expect(await ada.locator('.avatar').textContent()).toBe('A');
  });

  it('is found by the day of a message', async () => {
    await open('#/conversations');
    const talk = page.getByRole('link', { name: /Ada Example/ });
    await talk.first().waitFor();
    await page.getByLabel('UTC day').fill('2020-02-29');
    await page.getByText('No conversation matches.').waitFor();
    await page.getByLabel('UTC day').fill(new Date().toISOString().slice(0, 10));
    await talk.first().waitFor();
    await page.getByRole('button', { name: 'All days' }).click();
    await talk.first().waitFor();
    expect(errors).toEqual([]);
  });

  it('writes Arabic from the right, and Latin from the left', async () => {
    await open(storyAddress);
    const directionOf = (words: string) =>
      page
        .locator('.words', { hasText: words })
        .evaluate((element) => getComputedStyle(element).direction);
    expect(await directionOf('مرحبا')).toBe('rtl');
    expect(await directionOf('Breakfast')).toBe('ltr');
    // Fonts of its own have every writing system and the skin tones: no glyph is a box.
    for (const words of ['你好！我的朋友也想来，可以吗？', '👋🏽']) {
      await page.getByRole('log').getByText(words).first().waitFor();
    }
  });

  it('shows a message that arrives, and its status when that arrives', async () => {
    await open(storyAddress);
    await page.getByRole('log').getByText('Your booking is confirmed').first().waitFor();
    const [body = ''] = storyCallbacks(new Date());
    const next = body.replace('STORY01', 'NEXT01').replace('Is the lake', 'One more: is the lake');
    await sendCallback(next);
    await page.getByRole('log').getByText('One more: is the lake').waitFor();
  });

  it('opens the records of a message with the JSON of the provider', async () => {
    await open(storyAddress);
    await page
      .locator('.bubble', { hasText: 'Would you like to see it?' })
      .getByRole('button')
      .click();
    const records = page.locator('.records > li');
    await expect.poll(() => records.count()).toBeGreaterThanOrEqual(4);
    await page.getByText("Provider's JSON").first().click();
    await page.locator('.json', { hasText: 'whatsapp_business_account' }).first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.panel').count()).toBe(0);
  });
});

describe('a line between the messages', () => {
  it.each([
    ['edit', 'A message was edited', '447700900123'],
    ['revoke', 'A message was deleted for everyone', '447700900123'],
    ['reaction', 'Reaction', '447700900123'],
    ['system-number', 'changed', 'GB.13491208655302741918'],
  ])('has its time, and opens its records: %s', async (fixture, words, user) => {
    await sendFixture(`meta/messages.${fixture}`);
    await open(addressOf(`whatsapp#15550100001#${user}`));
    const line = page.locator('.system', { hasText: words }).first();
    expect(await line.locator('time').getAttribute('title')).toMatch(/^\d{4}-.* UTC$/);
    await line.getByRole('button', { name: /^Records of the message at \d\d:\d\d/ }).click();
    await page.locator('.records > li').first().waitFor();
    const day = page.locator('.day time').first();
    expect(await day.getAttribute('title')).toMatch(/^\d{4}-.* UTC$/);
    expect(await findViolations()).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe('the keyboard', () => {
  beforeAll(sendOneStory);

  it('reaches a conversation and its records, and comes back', async () => {
    await sendFixture('incs/new_message.rcs-text');
    await open('#/conversations');
    const talks = page.locator('.talk');
    await talks.nth(1).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ada');
    expect(await page.getByLabel('Search conversations').inputValue()).toBe('ada');
    await expect
      .poll(async () => (await talks.allInnerTexts()).every((text) => /ada/i.test(text)))
      .toBe(true);
    await pressUntilFocused('Tab', '.talk');
    await page.keyboard.press('Enter');
    await expect.poll(() => isFocused('[role=log]')).toBe(true);
    await page.locator('.bubble-foot').first().waitFor();
    await pressUntilFocused('Tab', '.bubble-foot');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Records of the message');
    await page.keyboard.press('Escape');
    await expect.poll(() => isFocused('.bubble-foot')).toBe(true);
    // The list is one stop, and its row is where it was left.
    await pressUntilFocused('Shift+Tab', '.talk');
    expect(await isFocused('.talk[aria-current]')).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => isFocused('[role=log]')).toBe(true);
  });

  it('walks through a list with the arrows, and leaves it with one Tab', async () => {
    await sendFixture('meta/account_update.banned');
    await open('');
    await page.locator('.events li:nth-child(2)').waitFor();
    await pressUntilFocused('Tab', '.events .row');
    expect(await isFocused('.events li:first-child > .row')).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await isFocused('.events li:nth-child(2) > .row')).toBe(true);
    await page.keyboard.press('Tab');
    expect(await isFocused('.events .row')).toBe(false);
    await page.keyboard.press('Shift+Tab');
    expect(await isFocused('.events li:nth-child(2) > .row')).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await isFocused('.events li:first-child > .row')).toBe(true);
  });
});

describe('a callback', () => {
  it('is beside its events, with the unrecognized value marked', async () => {
    await sendFixture('itnio/invalid.text-without-body');
    await open('#/callbacks');
    await page
      .getByRole('button', { name: /POST \/itnio\/…/ })
      .first()
      .click();
    await page.getByText('Invalid shape at').waitFor();
    const marked = page.getByLabel('Body of the callback').locator('mark');
    await expect.poll(() => marked.count()).toBe(1);
    expect(await marked.innerText()).toMatch(/^\s*"/);
    await page.getByLabel('callback.quarantined').waitFor();
    await page.getByText('Headers', { exact: true }).click();
    await page.getByLabel('Headers', { exact: true }).getByText('content-type').waitFor();
    expect(errors).toEqual([]);
  });

  it('that was refused is shown with its status', async () => {
    await fetch(`${callbackUrl}x`, { method: 'POST', body: '{}' });
    await open('#/callbacks');
    await page.getByRole('button', { name: 'Only refused' }).click();
    await page
      .getByRole('button', { name: /401 POST \/meta\/…/ })
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /200 POST/ }).count()).toBe(0);
  });

  it('is sent for a test, and its event arrives', async () => {
    await open('#/providers');
    const provider = page.getByRole('article', { name: 'ITNIO' });
    await provider.getByLabel('Test callback').selectOption('itnio/up-message-event.text');
    await provider.getByRole('button', { name: 'Send' }).click();
    await provider.getByText(/^Responded 200 in \d+ ms$/).waitFor();
    await page.getByRole('link', { name: 'Live' }).click();
    await page.getByRole('button', { name: /message\.received.*itnio/ }).waitFor();
    await page.getByRole('link', { name: 'Providers' }).click();
    await provider.getByText('last callback').waitFor();
    expect(errors).toEqual([]);
  });
});

describe('a provider', () => {
  it('has the URLs and the proofs of a named connection', async () => {
    const { secretsManager } = operated().aws;
    const SecretId = operated().output('MetaSecretArn');
    const token = 'the-token-of-the-shop';
    const { SecretString = '' } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId }),
    );
    const shop = { token, signingKeys: ['the-key-of-the-shop'] };
    const secret = { ...JSON.parse(SecretString), connections: { shop } };
    await secretsManager.send(
      new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(secret) }),
    );
    await open('#/providers');
    const connection = page
      .getByRole('article', { name: /^Meta \(/ })
      .locator('.connection', { has: page.getByRole('heading', { name: 'Connection shop' }) });
    await connection.getByText(`/meta/${token}`).first().waitFor();
    await connection
      .getByRole('button', { name: 'Copy the HTTP API of the connection shop' })
      .waitFor();
    await connection.getByText('signature: checked').waitFor();
    expect(await findViolations()).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe('the quarantine', () => {
  it('has a body beside a fixture of the same provider event, with the unrecognized value marked', async () => {
    await sendFixture('itnio/invalid.text-without-body');
    await open('#/quarantine');
    const group = page.locator('.group', { hasText: /Invalid shape at \$\.message\.text.*itnio/ });
    await group.getByRole('button').first().click();
    const body = page.getByLabel('Quarantined body');
    await body.waitFor();
    await expect.poll(() => body.locator('mark').count()).toBe(1);
    await page.getByRole('heading', { name: /^Fixture itnio\/up-message-event\.text/ }).waitFor();
    await expect.poll(() => page.getByLabel('Fixture').innerText()).toContain('"body"');
    expect(errors).toEqual([]);
  });

  it('shows a body that is not JSON as text, and says of one that is not text how to print it', async () => {
    const text = '<message><text>Hello</text></message>';
    await sendCallback(text);
    await sendCallback(new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0xff]), 'application/octet-stream');
    await open('#/quarantine');
    const openItem = (of: RegExp) =>
      page.locator('.group', { hasText: of }).getByRole('button').first().click();
    await openItem(/Malformed body.*meta/);
    await expect.poll(() => page.getByLabel('Quarantined body').innerText()).toBe(text);
    await page.getByRole('heading', { name: /^Fixture meta\// }).waitFor();

    await openItem(/Unsupported encoding.*meta/);
    await page.getByText('The body is not text. It has 5 bytes').waitFor();
    await page.locator('code', { hasText: /quarantine show \S+#/ }).waitFor();
    await page.getByRole('heading', { name: /^Fixture meta\// }).waitFor();
    expect(errors).toEqual([]);
  });

  it('replays an item that this version recognizes, after it has said what that does', async () => {
    await quarantineAsBefore(operated(), textMessage('wamid.REPLAYED1'));
    await open('#/quarantine');
    const group = page.locator('.group', { hasText: /Unknown provider event.*incs · unknown/ });
    await group.getByRole('button').click();
    await page.getByRole('button', { name: 'Replay…' }).click();
    await page.getByText('This version recognizes the item.').waitFor();
    await page.getByRole('button', { name: 'Replay now' }).click();
    await page.getByText('Published 1 event.').waitFor();
    expect(errors).toEqual([]);
  });
});

describe('media', () => {
  it('says why a file failed, and asks before it fetches the file again', async () => {
    await sendFixture('itnio/up-message-event.image.with-placeholders');
    await expect
      .poll(
        async () => {
          if (page.isClosed()) await open('#/media');
          else await page.reload();
          await page.getByRole('button', { name: 'Only failed' }).click();
          await page.locator('.tile, .nothing').first().waitFor();
          return page.locator('.tile.bad').count();
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    const tile = page.locator('.tile.bad').first();
    expect(await tile.locator('strong').innerText()).not.toBe('');
    await tile.getByRole('button', { name: 'Fetch again…' }).click();
    await page.getByText('The media mirror fetches this file again.').waitFor();
    await page.getByRole('button', { name: 'Fetch again now' }).click();
    await page.getByText('The media mirror fetches it now.').waitFor();
    expect(errors).toEqual([]);
  });
});

describe('accounts, phone numbers and templates', () => {
  it('are shown with their state, and with their history at a click', async () => {
    for (const fixture of [
      'account_update.banned',
      'phone_number_quality_update.upgrade',
      'message_template_status_update.approved',
      'message_template_status_update.paused',
    ]) {
      await sendFixture(`meta/${fixture}`);
    }
    await open('#/accounts');
    const rows = page.locator('.things .row');
    await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(3);
    await page.getByRole('button', { name: 'Templates' }).click();
    await page.locator('.things .row', { hasText: 'Template' }).first().waitFor();
    await expect.poll(() => page.locator('.things .row', { hasText: 'Account' }).count()).toBe(0);
    await rows.first().click();
    await page.locator('.records > li', { hasText: 'template.status.updated' }).first().waitFor();
    // States are in words, with the provider's own beside them.
    const state = page.locator('.states > div').first();
    expect(await state.locator('code').textContent()).toMatch(/^(APPROVED|PAUSED)$/);
    expect(await state.locator('.chip').textContent()).toMatch(/^status: (Approved|Paused)$/);
    await page.getByRole('button', { name: 'Phone numbers' }).click();
    const limit = page.locator('.things .row').getByText('10,000 messages a day');
    await limit.waitFor();
    expect(await limit.getAttribute('title')).toBe('messages a day: TIER_10K');
    await page.getByRole('button', { name: 'Templates' }).click();
    await page.getByText('Event', { exact: true }).first().click();
    await page.locator('.json', { hasText: '"template.status.updated"' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Search accounts').fill('nothing is called this');
    await page.getByText('Nothing has this name, number or id.').waitFor();
    expect(errors).toEqual([]);
  });
});

describe('health', () => {
  it('has what doctor finds, each problem with the command that helps', async () => {
    await open('#/health');
    await page.locator('.findings li').first().waitFor();
    const problems = page.locator('.findings li', {
      has: page.locator('.chip.failed, .chip.warning'),
    });
    await problems.first().waitFor();
    for (const problem of await problems.all()) await problem.locator('code').first().waitFor();
    expect(errors).toEqual([]);
  });
});
