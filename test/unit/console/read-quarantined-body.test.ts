import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toCallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import { cli } from '../../../tools/command-line/how-to-run.ts';
import { readQuarantinedBody } from '../../../tools/console/server/read-quarantine.ts';
import { readStoredBody } from '../../../tools/console/server/read-stored-body.ts';
import type { Stores } from '../../../tools/operator/gateway/open-stores.ts';

const receipt = { provider: 'meta', receivedAt: '2026-01-02T00:00:00.000Z' };

/** What the console shows of a body that Meta's adapter cannot decode. */
async function show(body: Buffer, headers: Readonly<Record<string, string>> = {}) {
  const adapter = await loadProvider('meta');
  const decoded = decodeBody({ body, headers }, adapter.codec);
  const { records } = toCallbackRecords(decoded, { body, headers }, adapter, receipt, {
    channels: {},
  });
  const [record] = records;
  if (record === undefined) return expect.fail('nothing was quarantined');
  const { key, event, payload } = record;
  const item = { key, event, raw: () => undefined, payloadKey: payload?.key };
  // Only these parts of the stores are read.
  const stores = {
    gateway: { option: '--stack tributary-test' },
    table: { readPartition: async () => [item] },
    payloads: {
      read: async (wanted: string) => (wanted === payload?.key ? payload.content : undefined),
    },
  } as unknown as Stores;
  return { pk: key.pk, shown: await readQuarantinedBody(stores, key.pk) };
}

const image = readFileSync('fixtures/meta/messages.image.payload.json', 'utf8');
const bytes = Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff]);

it.each([
  ['XML', '<message><text>Hello</text></message>'],
  ['a form', 'From=%2B15550100001&Body=Hello'],
  ['JSON that was cut off', image.slice(0, image.length / 2)],
])('shows %s as text, beside a fixture', async (_what, text) => {
  const { shown } = await show(Buffer.from(text));
  expect(shown).toMatchObject({ body: text });
  expect(shown).not.toHaveProperty('notText');
  expect(shown.fixture?.name).toMatch(/^meta\//);
});

it('compares text with the fixture whose fields it names', async () => {
  const cut = image.slice(0, image.lastIndexOf('}', image.length - 20));
  const { shown } = await show(Buffer.from(cut));
  expect(shown.fixture?.name).toMatch(/^meta\/messages\.image/);
});

it('says how many bytes a body has that is not text, and which command prints them', async () => {
  const { pk, shown } = await show(bytes);
  expect(shown.body).toBeUndefined();
  expect(shown.notText).toEqual({
    sizeBytes: bytes.length,
    command: `${cli} quarantine show ${pk} --stack tributary-test`,
  });
  expect(shown.fixture?.name).toMatch(/^meta\//);
});

it.each([
  ['on the record', { raw: () => '{"id":1}', payloadKey: undefined }, { text: '{"id":1}' }],
  [
    'alone in the payload bucket',
    { raw: () => undefined, payloadKey: 'raw' },
    { text: '{"id":2}' },
  ],
  ['in an object that has expired', { raw: () => undefined, payloadKey: 'gone' }, undefined],
])('reads JSON that is %s', async (_where, record, body) => {
  const read = async (key: string) => (key === 'raw' ? '{"id":2}' : undefined);
  expect(await readStoredBody(record, { read })).toEqual(body);
});
