import { expect, it, vi } from 'vitest';
import { createCatalogue } from '../../../tools/console/server/catalogue.ts';
import { createTableReading } from '../../../tools/console/server/table-reading.ts';
import type { Stores } from '../../../tools/operator/gateway/open-stores.ts';

it('ends with the console, however long the table is', async () => {
  const ending = new AbortController();
  const scan = vi.fn(async (_: number, handle: (page: readonly object[]) => Promise<void>) => {
    for (;;) await handle([{ key: { pk: 'p', sk: 's' } }]);
  });
  const table = { size: async () => ({ items: 1, bytes: 1 }), scan };
  const stores = { table, gateway: {} } as unknown as Stores;
  const reading = createTableReading(stores, createCatalogue(), () => new Date(), ending.signal);
  reading.start();
  await vi.waitFor(async () => expect((await reading.state()).items).toBeGreaterThan(10));
  expect(await reading.state()).toMatchObject({ state: 'reading' });

  ending.abort();

  await vi.waitFor(async () => expect((await reading.state()).state).toBe('failed'));
  await expect(scan.mock.results[0]?.value).rejects.toThrow('aborted');
});
