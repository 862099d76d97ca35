import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { SentCallback } from '../../tools/console/api.ts';
import { routes } from '../../tools/console/routes.ts';
import { serveConsole } from '../../tools/console/serve-console.ts';
import { serveDeployedConsole } from '../../tools/console/serve-deployed-console.ts';
import { openBrowser } from '../../tools/dev/browser/open-browser.ts';
import { sendStory, storyConversation } from '../../tools/dev/browser/story.ts';
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from '../../tools/emulator/emulator.ts';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import { listStackGateways } from '../../tools/operator/aws/cloudformation-stack.ts';
import { actAsDeployed, type PrintedLine } from '../support/deployed-stack.ts';

export let emulator: Emulator;
/** The address of the console. */
export let origin: string;
/** The callback URL of Meta. */
export let callbackUrl: string;
/** The page that the test has opened. */
export let page: Page;
/** What the page reports as errors: a refused script, a missing file, an exception. */
export let errors: string[];

let browser: Browser;
/** Of a deployed console, once its link was opened: what the page has in the storage of its tab. */
let session: string | undefined;

/** Starts a gateway with its console, and Chromium, for the tests of a file. */
export function useConsole(options: Partial<EmulatorOptions> = {}): void {
  beforeAll(async () => {
    await start({ serveConsole: serveConsole(), ...options });
    origin = `http://127.0.0.1:${emulator.port}`;
    return stop;
  });
  afterEach(() => page.close());
}

/**
 * Starts a gateway with the console that `tributary console --stack` serves, with the emulator as AWS.
 *
 * @param fill is called before the console is served
 * @returns the link that the command prints
 */
export function useDeployedConsole(fill: () => Promise<void> = async () => {}): {
  readonly link: () => string;
} {
  let link = '';
  beforeAll(async () => {
    const lines: PrintedLine[] = [];
    await start({
      onFunctionLine: (stream, text) => lines.push({ stream, text, atMs: Date.now() }),
    });
    const stack = actAsDeployed(emulator, 'tributary-prod', lines);
    await fill();
    const ending = new AbortController();
    let served = Promise.resolve();
    link = await new Promise<string>((resolve, reject) => {
      served = listStackGateways('tributary-prod').then((gateways) =>
        serveDeployedConsole(gateways, {
          isWritingAllowed: false,
          now: () => new Date(),
          signal: ending.signal,
          onListening: resolve,
        }),
      );
      served.catch(reject);
    });
    origin = new URL(link).origin;
    return async () => {
      ending.abort();
      await served;
      stack.restore();
      await stop();
    };
  });
  afterEach(() => page.close());
  return { link: () => link };
}

async function start(options: Partial<EmulatorOptions>): Promise<void> {
  emulator = await startEmulator({ port: 0, dataDirectory: undefined, ...options });
  callbackUrl = (await emulator.urls()).meta?.api ?? '';
  browser = await openBrowser();
}

async function stop(): Promise<void> {
  await browser.close();
  await emulator.close();
}

interface Viewer {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens the console as a viewer in Tokyo; a deployed one with the session of its link. */
export async function open(address: string, viewer: Viewer = {}): Promise<void> {
  const context = await newContext(viewer);
  if (session !== undefined) {
    await context.addInitScript((text) => {
      sessionStorage.setItem('tributary-session', text);
    }, session);
  }
  await openIn(context, `${origin}/${address}`);
}

/** A browser of its own: nothing of another one is in its storage. */
export function newContext({
  width = 1280,
  height = 800,
  colorScheme = 'light',
}: Viewer = {}): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Asia/Tokyo',
  });
}

/** Opens an address in a tab. */
export async function openIn(context: BrowserContext, url: string): Promise<void> {
  page = await context.newPage();
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
  await page.goto(url);
}

/** Opens the link of a deployed console. Its session is that of the pages that are opened from now on. */
export async function openLink(context: BrowserContext, link: string): Promise<void> {
  await openIn(context, link);
  await page.getByRole('button', { name: 'Read-only' }).waitFor();
  session = await page.evaluate(() => sessionStorage.getItem('tributary-session') ?? undefined);
}

/** Whether what has the focus matches a selector. */
export const isFocused = (selector: string): Promise<boolean> =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses a key until something has the focus, as a person would who looks at the page. */
export async function pressUntilFocused(key: string, selector: string): Promise<void> {
  const enough = 30;
  for (let presses = 0; presses < enough; presses += 1) {
    await page.keyboard.press(key);
    if (await isFocused(selector)) return;
  }
  expect.fail(`nothing that matches ${selector} has the focus after ${enough} times ${key}`);
}

/**
 * Waits for the first thing that a view shows.
 *
 * @param orElse what it shows when there is nothing, if there may be nothing
 */
export async function waitForContent(orElse = ''): Promise<void> {
  const shown = ['.row', '.talk', '.bubble', '.tile', '.provider', '.findings li', orElse];
  await page.locator(shown.filter(Boolean).join(', ')).filter({ visible: true }).first().waitFor();
}

/** What axe finds wrong with what the page shows now, once it shows a view: before that it is empty. */
export async function findViolations(): Promise<readonly string[]> {
  await page.getByRole('main').waitFor();
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

/** The gateway as `quarantineAsBefore` and others of the operations tests take it. */
export function operated() {
  return {
    aws: createClients(emulator.awsEndpoint, 'test'),
    output: (name: string) => String(emulator.outputs[name]),
  };
}

/** The address of a conversation. */
export const addressOf = (conversation: string) =>
  `#/conversations/${encodeURIComponent(conversation)}`;

/** The address of the conversation of the story. */
export const storyAddress = addressOf(storyConversation);

/** Sends a fixture as the page does. */
export async function sendFixture(fixture: string): Promise<void> {
  const response = await fetch(`${origin}${routes.send}?fixture=${fixture}`, {
    method: 'POST',
    headers: { origin },
  });
  expect(((await response.json()) as SentCallback).status).toBe(200);
}

/** Sends a callback of Meta with this body. */
export async function sendCallback(
  body: string | Uint8Array<ArrayBuffer>,
  contentType = 'application/json',
): Promise<void> {
  const headers = { 'content-type': contentType };
  const response = await fetch(callbackUrl, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
}

/** The same callbacks each time: what was sent before changes nothing. */
const storyEndsAt = new Date();

/** Sends the story, unless the gateway has it already. */
export function sendOneStory(): Promise<void> {
  return sendStory(callbackUrl, storyEndsAt);
}

/**
 * The tests that anyone can read these views: in both themes, and on a phone.
 *
 * @param waitFor waits until a view shows what it has
 */
export function itIsReadable(
  addresses: readonly string[],
  waitFor: (address: string) => Promise<void>,
): void {
  it.each(['light', 'dark'] as const)('can read every view in %s', async (colorScheme) => {
    for (const address of addresses) {
      await open(address, { colorScheme });
      await waitFor(address);
      expect(await findViolations(), address).toEqual([]);
      expect(errors, address).toEqual([]);
      await page.close();
    }
    await open('');
  });

  it('can use it on a phone: nothing is wider than the screen, and everything can be read', async () => {
    for (const address of addresses) {
      await open(address, { width: 390, height: 760 });
      await waitFor(address);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, address).toBeLessThanOrEqual(390);
      expect(await findViolations(), address).toEqual([]);
      await page.close();
    }
    await open('');
  });
}
