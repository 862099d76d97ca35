import axe from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { storyCallbacks } from '../../tools/dev/browser/story.ts';
import { createClients } from '../../tools/emulator-client/aws-clients.ts';
import { quarantineAsBefore } from '../integration/operations/quarantine-as-before.ts';
import { textMessage } from '../integration/operations/text-message.ts';
import {
  callbackUrl,
  emulator,
  errors,
  open,
  page,
  sendFixture,
  sendOneStory,
  storyAddress,
  useConsole,
} from './console.ts';

useConsole();

describe('what writes', () => {
  it('sends a test callback, whose event arrives', async () => {
    await open('#/providers');
    const provider = page.getByRole('article', { name: 'ITNIO' });
    await provider.getByLabel('Test callback').selectOption('itnio/up-message-event.text');
    await provider.getByRole('button', { name: 'Send' }).click();
    await provider.getByText(/^Responded 200 in \d+ ms$/).waitFor();
    await page.getByRole('link', { name: 'Live' }).click();
    await page.getByRole('button', { name: /message\.received.*itnio/ }).waitFor();
    expect(errors).toEqual([]);
  });

  it('replays a quarantined item after it has said what that does', async () => {
    const gateway = {
      aws: createClients(emulator.awsEndpoint, 'test'),
      output: (name: string) => String(emulator.outputs[name]),
    };
    await quarantineAsBefore(gateway, textMessage('wamid.REPLAYED1'));
    await open('#/quarantine');
    const group = page.locator('.group', { hasText: 'incs · unknown · unknown_provider_event' });
    await group.getByRole('button').click();
    await page.getByRole('button', { name: 'Replay…' }).click();
    await page.getByText('This version recognizes the item.').waitFor();
    await page.getByRole('button', { name: 'Replay now' }).click();
    await page.getByText('Published 1 events.').waitFor();
    expect(errors).toEqual([]);
  });

  it('asks before it fetches a file again', async () => {
    await sendFixture('itnio/up-message-event.image.with-placeholders');
    await expect
      .poll(
        async () => {
          if (page.isClosed()) await open('#/media');
          else await page.reload();
          await page.locator('.tile').first().waitFor();
          return page.locator('.tile.bad').count();
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Fetch again…' }).first().click();
    await page.getByText('The media mirror fetches this file again.').waitFor();
    await page.getByRole('button', { name: 'Fetch again now' }).click();
    await page.getByText('The media mirror fetches it now.').waitFor();
    expect(errors).toEqual([]);
  });
});

describe('everyone', () => {
  beforeAll(sendOneStory);

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
    storyAddress,
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
