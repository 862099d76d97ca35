import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { routes, type SentCallback } from '../../tools/console/api.ts';
import { serveConsole } from '../../tools/console/serve-console.ts';
import { openBrowser } from '../../tools/dev/browser/open-browser.ts';
import { sendStory, storyCallbacks, storyConversation } from '../../tools/dev/browser/story.ts';
import { type Emulator, startEmulator } from '../../tools/emulator/emulator.ts';

/** The console in Chromium, on a gateway that runs on the emulator. */
let emulator: Emulator;
let browser: Browser;
let origin: string;
let callbackUrl: string;
let page: Page;
/** What the page reports as errors: a refused script, a missing file, an exception. */
let errors: string[];

beforeAll(async () => {
  emulator = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    serveConsole: serveConsole(),
  });
  origin = `http://127.0.0.1:${emulator.port}`;
  callbackUrl = (await emulator.urls()).meta?.api ?? '';
  browser = await openBrowser();
  return async () => {
    await browser.close();
    await emulator.close();
  };
});

afterEach(() => page.close());

interface Viewer {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

async function open(
  address: string,
  { width = 1280, height = 800, colorScheme = 'light' }: Viewer = {},
): Promise<void> {
  page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
  });
  page.setDefaultTimeout(60_000);
  errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('dialog', (dialog) => {
    errors.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${origin}/${address}`);
}

const chat = `#/conversations/${encodeURIComponent(storyConversation)}`;

async function sendFixture(fixture: string): Promise<void> {
  const response = await fetch(`${origin}${routes.send}?fixture=${fixture}`, {
    method: 'POST',
    headers: { origin },
  });
  expect(((await response.json()) as SentCallback).status).toBe(200);
}

/** The same callbacks each time: what was sent before changes nothing. */
const storyEndsAt = new Date();

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
  beforeAll(() => sendStory(callbackUrl, storyEndsAt));

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
      expect(await log.locator(`.tick[title=${label}]`).count()).toBeGreaterThan(0);
    }
    expect(errors).toEqual([]);
  });

  it('writes Arabic from the right, and Latin from the left', async () => {
    await open(chat);
    const directionOf = (words: string) =>
      page
        .locator('.words', { hasText: words })
        .evaluate((element) => getComputedStyle(element).direction);
    expect(await directionOf('مرحبا')).toBe('rtl');
    expect(await directionOf('Breakfast')).toBe('ltr');
  });

  it('shows a message that arrives, and its status when that arrives', async () => {
    await open(chat);
    await page.getByRole('log').getByText('Your booking is confirmed').first().waitFor();
    const [body = ''] = storyCallbacks(new Date());
    const next = body.replace('STORY01', 'NEXT01').replace('Is the lake', 'One more: is the lake');
    await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: next,
    });
    await page.getByRole('log').getByText('One more: is the lake').waitFor();
  });

  it('opens the records of a message with the JSON of the provider', async () => {
    await open(chat);
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

describe('the keyboard', () => {
  beforeAll(() => sendStory(callbackUrl, storyEndsAt));

  it('reaches a conversation and its records, and comes back', async () => {
    await open('#/conversations');
    await page.locator('.talk').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ada');
    await page.locator('.talk').first().focus();
    await page.keyboard.press('Enter');
    const message = page.locator('.bubble-foot').last();
    await message.waitFor();
    await message.focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Records of the message');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toBe('bubble-foot');
  });

  it('walks through a list with the arrows', async () => {
    await open('');
    const rows = page.locator('.events .row');
    await rows.nth(1).waitFor();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await rows.first().evaluate((row) => row === document.activeElement)).toBe(true);
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
    await page.getByText('invalid shape at').waitFor();
    const marked = page.getByLabel('Body of the callback').locator('mark');
    expect(await marked.count()).toBe(1);
    expect(await marked.innerText()).toMatch(/^\s*"/);
    await page.getByLabel('callback.quarantined').waitFor();
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
});

describe('everyone', () => {
  beforeAll(() => sendStory(callbackUrl, storyEndsAt));

  async function violations(): Promise<readonly string[]> {
    // The policy of the page refuses a script tag; this runs beside the page.
    await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as { axe: typeof axe };
      const found = await checker.run();
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      );
    });
  }

  const addresses = [
    '',
    chat,
    '#/callbacks/1',
    '#/quarantine',
    '#/media',
    '#/providers',
    '#/health',
  ];

  it.each(['light', 'dark'] as const)('can read every view in %s', async (colorScheme) => {
    await sendFixture('itnio/invalid.text-without-body');
    for (const address of addresses) {
      await open(address, { colorScheme });
      await page.locator('.row, .bubble, .tile, .provider, .findings li').first().waitFor();
      expect(await violations(), address).toEqual([]);
      expect(errors, address).toEqual([]);
      await page.close();
    }
    await open('');
  });

  it('can use it on a phone: nothing is wider than the screen', async () => {
    for (const address of addresses) {
      await open(address, { width: 390, height: 760 });
      await page.locator('.row, .bubble, .tile, .provider, .findings li').first().waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, address).toBeLessThanOrEqual(390);
      await page.close();
    }
    await open('');
  });
});

describe('hostile content', () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'><svg onload=alert(3)>';

  it('is shown as the text that it is', async () => {
    const [body = ''] = storyCallbacks(new Date());
    const parsed = JSON.parse(body);
    const { value } = parsed.entry[0].changes[0];
    value.contacts = [{ profile: { name: hostile }, wa_id: '447700900789' }];
    value.messages = [
      { from: '447700900789', id: 'wamid.HOSTILE1', text: { body: hostile }, type: 'text' },
      {
        from: '447700900789',
        id: 'wamid.HOSTILE2',
        type: 'document',
        document: {
          id: '797337589311658',
          filename: hostile,
          mime_type: 'application/pdf',
          caption: hostile,
        },
      },
    ].map((message) => ({ ...message, timestamp: String(Math.floor(Date.now() / 1000)) }));
    const sent = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parsed),
    });
    expect(sent.status).toBe(200);

    for (const address of [
      '',
      `#/conversations/${encodeURIComponent('whatsapp#15550100001#447700900789')}`,
    ]) {
      await open(address);
      await page.getByText(hostile).first().waitFor();
      const own = await page
        .locator('img:not(.brand img), script:not(head script), svg[onload]')
        .count();
      expect(own).toBe(0);
      await page.locator('.row, .bubble-foot').first().click();
      await page.locator('.panel').waitFor();
      expect(errors).toEqual([]);
      await page.close();
    }
    await open('');
  });

  it('cannot run even if the page had markup of a stranger: the policy refuses it', async () => {
    await open('');
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x onerror=alert(1)>';
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toBe(true);
  });
});
