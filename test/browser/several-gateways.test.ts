import { afterAll, expect, it } from 'vitest';
import { synthesizeTwoGateways } from '../support/two-gateways.ts';
import { errors, open, page, sendOneStory, useConsole } from './console.ts';

const assembly = await synthesizeTwoGateways();
afterAll(assembly.remove);
useConsole({ assemblyDirectory: assembly.directory });

it('lets a person choose a gateway, and shows that one until another is chosen', async () => {
  await sendOneStory();
  await open('');
  const row = page.getByRole('button', { name: /message\.received.*Ada Example/ }).first();
  await row.waitFor();
  const choice = page.getByRole('combobox', { name: 'Gateway' });
  const [first = '', second = ''] = await choice.locator('option').allInnerTexts();
  expect(await choice.inputValue()).toBe(first);
  await choice.selectOption(second);
  await page.getByText('No events yet.').waitFor();
  expect(await choice.inputValue()).toBe(second);
  await page.reload();
  await page.getByText('No events yet.').waitFor();
  await choice.selectOption(first);
  await row.waitFor();
  expect(errors).toEqual([]);
});
