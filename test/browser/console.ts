import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, expect } from 'vitest';
import type { SentCallback } from '../../tools/console/api.ts';
import { routes } from '../../tools/console/routes.ts';
import { serveConsole } from '../../tools/console/serve-console.ts';
import { openBrowser } from '../../tools/dev/browser/open-browser.ts';
import { sendStory, storyConversation } from '../../tools/dev/browser/story.ts';
import { type Emulator, startEmulator } from '../../tools/emulator/emulator.ts';

export let emulator: Emulator;
export let origin: string;
/** The callback URL of Meta. */
export let callbackUrl: string;
/** The page that the test has opened. */
export let page: Page;
/** What the page reports as errors: a refused script, a missing file, an exception. */
export let errors: string[];

let browser: Browser;

/** Starts a gateway with its console, and Chromium, for the tests of a file. */
export function useConsole(): void {
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
}

interface Viewer {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens the console as a viewer in Tokyo. */
export async function open(
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

/** The address of the conversation of the story. */
export const storyAddress = `#/conversations/${encodeURIComponent(storyConversation)}`;

/** Sends a fixture as the page does. */
export async function sendFixture(fixture: string): Promise<void> {
  const response = await fetch(`${origin}${routes.send}?fixture=${fixture}`, {
    method: 'POST',
    headers: { origin },
  });
  expect(((await response.json()) as SentCallback).status).toBe(200);
}

/** The same callbacks each time: what was sent before changes nothing. */
const storyEndsAt = new Date();

/** Sends the story, unless the gateway has it already. */
export function sendOneStory(): Promise<void> {
  return sendStory(callbackUrl, storyEndsAt);
}
