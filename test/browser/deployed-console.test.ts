import { describe, expect, it } from 'vitest';
import { storyCallbacks } from '../../tools/dev/browser/story.ts';
import {
  callbackUrl,
  errors,
  findViolations,
  itIsReadable,
  newContext,
  open,
  openIn,
  openLink,
  origin,
  page,
  sendCallback,
  sendOneStory,
  storyAddress,
  useDeployedConsole,
  waitForContent,
} from './console.ts';

const served = useDeployedConsole(async () => {
  await sendOneStory();
  await fetch(`${callbackUrl}x`, { method: 'POST', body: '{}' });
});

describe('the link', () => {
  it('opens the console once, in a browser whose other tabs go on', async () => {
    const context = await newContext();
    await openLink(context, served.link());
    expect(page.url()).toBe(`${origin}/#/live`);
    expect(errors).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Read-only' }).waitFor();

    await openIn(context, `${origin}/#/quarantine`);
    await page.getByRole('heading', { name: 'Quarantine' }).waitFor();
    await page.getByRole('button', { name: 'Read-only' }).waitFor();

    await openIn(await newContext(), served.link());
    await page.getByRole('heading', { name: 'This tab may not use the console' }).waitFor();
    expect(await findViolations()).toEqual([]);
  });
});

describe('a conversation', () => {
  it('is found by the number of its user at a business, and has pictures and players', async () => {
    await open('#/conversations');
    await page.getByText('No index has all of them.').waitFor();
    await page.getByLabel('Business', { exact: true }).fill('15550100001');
    await page.getByLabel('Business', { exact: true }).press('Enter');
    await page.getByLabel('Search conversations').fill('+44 7700 900123');
    await page.getByRole('link', { name: /Ada Example/ }).click();
    const log = page.getByRole('log');
    await log.getByText('Your booking is confirmed').first().waitFor();
    await expect
      .poll(() =>
        log.locator('img').evaluateAll((images) => {
          for (const image of images) image.scrollIntoView();
          return images.every((image) => (image as HTMLImageElement).naturalWidth > 0);
        }),
      )
      .toBe(true);
    expect(errors).toEqual([]);
  });

  it('is found by a name once the whole table was read, which says before what it costs', async () => {
    await open('#/conversations');
    await page.getByLabel('Search conversations').fill('a person who never wrote');
    await page.getByText('No conversation matches.').waitFor();
    const read = page.getByRole('button', { name: /^Read the whole table \(.+\)$/ });
    await read.click();
    await page.getByLabel('Search conversations').fill('ada');
    await page.getByRole('link', { name: /Ada Example/ }).waitFor();
    await page.getByText(/The whole table was read: \d+ items/).waitFor();
    await page.getByRole('link', { name: 'Media' }).click();
    await page.locator('.tile').first().waitFor();
    expect(errors).toEqual([]);
  });
});

describe('callbacks', () => {
  it('are what the log has, labelled as that, and the record of one that was read', async () => {
    await open('#/callbacks');
    await page.getByText(/of the log group .*CallbackLogs/).waitFor();
    await page
      .getByRole('button', { name: /refused meta/ })
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: /stored meta 1 stored/ })
      .first()
      .click();
    await page.getByLabel('Line of the log').waitFor({ state: 'attached' });
    await page.getByText('The record of the first event of the callback').waitFor();
    await page.getByLabel('Body of the callback').waitFor();
    expect(errors).toEqual([]);
  });
});

describe('what writes', () => {
  it('asks first, and follows the bus once it may', async () => {
    await open('');
    await page.getByRole('button', { name: 'Allow writing' }).waitFor();
    expect(await page.getByRole('button', { name: 'Follow the bus' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Allow writing' }).click();
    await page.getByRole('button', { name: 'Follow the bus' }).click();
    await page.getByText(/created the rule and the queue tributary-prod/).waitFor();
    const [body = ''] = storyCallbacks(new Date());
    await sendCallback(body.replace('STORY01', 'FOLLOWED1'));
    await page.getByRole('button', { name: /message\.received.*Ada Example/ }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Follow the bus' }).waitFor();
    await page.getByRole('button', { name: 'Writing allowed' }).click();
    await page.getByRole('button', { name: 'Read-only' }).click();
    await page.getByText('This console is read-only.').first().waitFor();
    expect(errors).toEqual([]);
  });
});

describe('everyone', () => {
  const addresses = [
    '',
    '#/conversations',
    storyAddress,
    '#/callbacks/1',
    '#/quarantine',
    '#/media',
    '#/accounts',
    '#/providers',
    '#/health',
  ];

  itIsReadable(addresses, async (address) => {
    if (address !== '') await waitForContent('.nothing');
  });
});
