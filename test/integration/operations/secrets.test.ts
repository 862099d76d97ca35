import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';
import { textMessage } from './text-message.ts';

let gateway: OperatedGateway;

beforeAll(async () => {
  gateway = await startOperatedGateway();
});

afterAll(() => gateway.close());

const apiUrl = async () => (await gateway.urls()).incs?.api ?? '';

it('a rotation keeps the old URL valid until it is confirmed', async () => {
  const oldUrl = await apiUrl();
  expect((await gateway.tributary('secrets', 'rotate', 'incs')).results).toEqual([
    { provider: 'incs', dryRun: true },
  ]);
  expect(await apiUrl()).toBe(oldUrl);

  const rotated = await gateway.tributary('secrets', 'rotate', 'incs', '--yes');
  const newUrl = await apiUrl();
  const token = newUrl.split('/').at(-1);
  expect(newUrl).not.toBe(oldUrl);
  expect(rotated.results[0]?.urls).toContainEqual(expect.stringMatching(`/${token}$`));
  expect(await gateway.post('incs', textMessage('wamid.by-old'), oldUrl)).toBe(200);
  expect(await gateway.post('incs', textMessage('wamid.by-new'), newUrl)).toBe(200);

  const twice = await gateway.tributary('secrets', 'rotate', 'incs', '--yes');
  expect(twice.code).toBe(1);
  expect(twice.errors).toContain('--confirm');

  const confirmed = await gateway.tributary('secrets', 'rotate', 'incs', '--confirm', '--yes');
  expect(confirmed.results).toEqual([{ provider: 'incs', confirmed: true }]);
  expect(await apiUrl()).toBe(newUrl);
  expect(await gateway.post('incs', textMessage('wamid.after'), newUrl)).toBe(200);
});

it('a provider that is not there is refused', async () => {
  const ran = await gateway.tributary('secrets', 'rotate', 'nobody', '--yes');
  expect(ran).toMatchObject({ code: 1, errors: expect.stringContaining('nobody') });
});
