/** Makes the pictures of the console in docs/images: `npm run screenshots`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runCommand } from '../command-line/run-command.ts';
import { routes } from '../console/routes.ts';
import { serveConsole } from '../console/serve-console.ts';
import { startEmulator } from '../emulator/emulator.ts';
import { projectDirectory } from '../project-directory.ts';
import { openBrowser } from './browser/open-browser.ts';
import { sendStory, storyConversation } from './browser/story.ts';

const folder = join(projectDirectory, 'docs/images');

interface Picture {
  readonly name: string;
  readonly address: string;
  readonly width: number;
  readonly height: number;
  /** What is clicked before the picture is taken. */
  readonly click?: string;
}

const conversation = `#/conversations/${encodeURIComponent(storyConversation)}`;

/** What is in each picture. */
const pictures: readonly Picture[] = [
  { name: 'live', address: '#/live', width: 1280, height: 760 },
  { name: 'conversation', address: conversation, width: 1280, height: 860 },
  { name: 'phone', address: conversation, width: 390, height: 760 },
  { name: 'quarantine', address: '#/quarantine', width: 1280, height: 640, click: '.group .row' },
  { name: 'accounts', address: '#/accounts', width: 1280, height: 560, click: '.things .row' },
];

/** Fixtures with messages of others, so that the lists are not empty. */
const otherPeople = [
  'meta/messages.text.with-group',
  'incs/new_message.rcs-text',
  'incs/new_message.whatsapp-text.with-group',
  'incs/message_created.110-viber-otp-outbound',
  'itnio/invalid.text-without-body',
  'meta/account_update.banned',
  'meta/phone_number_quality_update.upgrade',
  'meta/message_template_status_update.approved',
];

/** Sends a fixture as the page does. */
const toUrl = (origin: string, fixture: string) => `${origin}${routes.send}?fixture=${fixture}`;

const themes = ['light', 'dark'] as const;

await runCommand('npm run screenshots', async () => {
  const emulator = await startEmulator({
    port: 0,
    dataDirectory: undefined,
    serveConsole: serveConsole(),
  });
  const browser = await openBrowser();
  try {
    const { meta } = await emulator.urls();
    const origin = `http://127.0.0.1:${emulator.port}`;
    for (const fixture of otherPeople) {
      await fetch(toUrl(origin, fixture), { method: 'POST', headers: { origin } });
    }
    await sendStory(meta?.api ?? '', new Date());
    await mkdir(folder, { recursive: true });
    for (const colorScheme of themes) {
      for (const { name, address, width, height, click } of pictures) {
        const page = await browser.newPage({
          viewport: { width, height },
          colorScheme,
          locale: 'en-GB',
          timezoneId: 'Europe/London',
        });
        await page.goto(`http://127.0.0.1:${emulator.port}/${address}`);
        await waitForPictures(page, click);
        await page.screenshot({ path: join(folder, `console-${name}-${colorScheme}.png`) });
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await emulator.close();
  }
  return 0;
});

/** Waits until the page shows rows or messages, and every picture that it has. */
async function waitForPictures(page: Page, click: string | undefined): Promise<void> {
  await page.locator('.row, .bubble').first().waitFor();
  if (click !== undefined) {
    await page.locator(click).first().click();
    await page.locator('.panel .json, .panel .records li').first().waitFor();
  }
  // The beginning of the chat has a picture, a voice message and three writing systems.
  const chat = page.locator('.chat');
  if ((await chat.count()) > 0) await chat.evaluate((element) => element.scrollTo(0, -1e6));
  await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
}
