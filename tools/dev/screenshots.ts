/** Makes the pictures of the console in docs/images: `npm run screenshots`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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

const wide = (name: string, height: number, click?: string): Picture => ({
  name,
  address: `#/${name}`,
  width: 1280,
  height,
  ...(click !== undefined && { click }),
});

/** What is in each picture. Health comes last: `doctor` sends every endpoint a request. */
const pictures: readonly Picture[] = [
  wide('live', 700),
  { ...wide('conversation', 800), address: conversation },
  { name: 'phone', address: conversation, width: 390, height: 760 },
  wide('callbacks', 640, '.row:has-text("/itnio/")'),
  wide('quarantine', 560, '.group .row'),
  wide('media', 560),
  wide('accounts', 520, '.things .row:has-text("+15550100001")'),
  wide('providers', 700),
  wide('health', 700),
];

/** Fixtures with messages of others, so that the lists are not empty. */
const otherPeople = [
  'meta/messages.text.with-group',
  'incs/new_message.rcs-text',
  'incs/new_message.whatsapp-text.with-group',
  'incs/message_created.110-viber-otp-outbound',
  'incs/new_message.rcs-file.with-thumbnail',
  'incs/invalid.unknown-event',
  'itnio/up-message-event.image.with-placeholders',
  'itnio/invalid.text-without-body',
  'meta/account_update.banned',
  'meta/phone_number_quality_update.upgrade',
  'meta/message_template_status_update.approved',
  'meta/message_template_status_update.paused',
  'ycloud/whatsapp.business_account.updated.restricted',
  'ycloud/whatsapp.phone_number.name_updated.rejected',
];

/** Sends a fixture as the page does. */
const toUrl = (origin: string, fixture: string) => `${origin}${routes.send}?fixture=${fixture}`;

const themes = ['light', 'dark'] as const;

const help = `usage: npm run screenshots

Makes the pictures of the console in docs/images, each in a light and a dark theme: starts an emulator,
sends fixtures to it, and opens its console in Chromium.

  --help    print this text

exit codes: 0 done, 1 failed, 2 usage`;

await runCommand('npm run screenshots', async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
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
    for (const { name, address, width, height, click } of pictures) {
      for (const colorScheme of themes) {
        const page = await browser.newPage({
          viewport: { width, height },
          colorScheme,
          locale: 'en-GB',
          timezoneId: 'Europe/London',
        });
        await page.goto(`http://127.0.0.1:${emulator.port}/${address}`);
        await waitForPictures(page, click);
        const file = join(folder, `console-${name}-${colorScheme}.webp`);
        await writeFile(file, await takePicture(page));
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await emulator.close();
  }
  return 0;
});

/** WebP, of which a page of text takes about half of what it takes as PNG. */
async function takePicture(page: Page): Promise<Buffer> {
  const devTools = await page.context().newCDPSession(page);
  const { data } = await devTools.send('Page.captureScreenshot', { format: 'webp', quality: 90 });
  return Buffer.from(data, 'base64');
}

/** Waits until the page shows what the view has, and every picture in it. */
async function waitForPictures(page: Page, click: string | undefined): Promise<void> {
  await page.locator('.row, .bubble, .tile, .provider, .findings li').first().waitFor();
  if (click !== undefined) {
    await page.locator(click).first().click();
    await page.locator('.panel .json, .panel .records li').first().waitFor();
  }
  // The beginning of the story has a picture, a voice message and three writing systems.
  const day = page.locator('.day').last();
  if ((await day.count()) > 0) await day.evaluate((element) => element.scrollIntoView());
  await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
}
