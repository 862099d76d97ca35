import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../tools/console/routes.ts';
import { storyCallbacks } from '../../tools/dev/browser/story.ts';
import {
  addressOf,
  errors,
  itIsReadable,
  open,
  operated,
  origin,
  page,
  sendCallback,
  sendFixture,
  sendOneStory,
  storyAddress,
  useConsole,
  waitForContent,
} from './console.ts';

useConsole();

describe('everyone', () => {
  beforeAll(async () => {
    await sendOneStory();
    for (const fixture of [
      'itnio/invalid.text-without-body',
      'meta/account_update.banned',
      'meta/message_template_status_update.approved',
    ]) {
      await sendFixture(fixture);
    }
  });

  const addresses = [
    '',
    storyAddress,
    '#/callbacks/1',
    '#/quarantine',
    '#/media',
    '#/accounts',
    '#/accounts/account%20meta%20100000000000101',
    '#/providers',
    '#/health',
  ];

  itIsReadable(addresses, () => waitForContent());

  it('sees on a phone that there are more views than fit', async () => {
    await open('', { width: 390, height: 760 });
    const tabs = page.locator('.rail ul');
    const fades = () =>
      tabs.evaluate((list) => {
        const { maskImage } = getComputedStyle(list);
        return [[...list.classList].sort().join(' '), maskImage.includes('56px')];
      });
    await expect.poll(fades).toEqual(['more-after', true]);
    await page.getByRole('link', { name: 'Accounts' }).click();
    await expect.poll(fades).toEqual(['more-after more-before', true]);
    await page.getByRole('link', { name: 'Health' }).click();
    await expect.poll(fades).toEqual(['more-before', true]);
    await page.setViewportSize({ width: 1280, height: 760 });
    await expect.poll(fades).toEqual(['', false]);
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
    await sendCallback(JSON.stringify(parsed));

    for (const address of ['', addressOf('whatsapp#15550100001#447700900789')]) {
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

  it('is a download when it is a picture with scripts', async () => {
    const { aws, output } = operated();
    const key = 'test/hostile.svg';
    const Body =
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>';
    await aws.s3.send(
      new PutObjectCommand({
        Bucket: output('MediaBucketName'),
        Key: key,
        Body,
        ContentType: 'image/svg+xml',
      }),
    );
    await open('');
    const url = `${origin}${routes.media}?key=${encodeURIComponent(key)}`;
    const shown = await page.evaluate(
      (source) =>
        new Promise<string>((resolve) => {
          const image = new Image();
          image.onload = () => resolve('shown');
          image.onerror = () => resolve('refused');
          image.src = source;
        }),
      url,
    );
    expect(shown).toBe('refused');
    const download = page.waitForEvent('download');
    await page.goto(url).catch(() => undefined);
    expect((await download).suggestedFilename()).not.toBe('');
    expect(errors.filter((text) => text.includes('dialog'))).toEqual([]);
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
