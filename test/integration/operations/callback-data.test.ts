import { afterAll, beforeAll, expect, it } from 'vitest';
import { callbackDataPartitions } from '../../../shared/table/items-beside.ts';
import { eventually } from '../../support/eventually.ts';
import { startOperatedGateway } from './operated-gateway.ts';

/** An app that finds its messages by its own text, and an erasure of one of the users. */
const erased = '447700900111';
const other = '447700900222';

let gateway: Awaited<ReturnType<typeof startOperatedGateway>>;

beforeAll(async () => {
  gateway = await startOperatedGateway();
});

afterAll(() => gateway.close());

/** A status as Meta sends it. Not every status names the user. */
function status(id: string, text: string, user: string | undefined, word = 'delivered'): string {
  const entry = {
    id,
    status: word,
    timestamp: '1774515600',
    recipient_id: user,
    biz_opaque_callback_data: text,
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: '200000000000001' },
    statuses: [entry],
  };
  const changes = [{ value, field: 'messages' }];
  const entries = [{ id: '100000000000101', changes }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry: entries });
}

/** The ids of the messages that `query callback-data` prints, with their states. */
async function find(text: string): Promise<readonly string[]> {
  const { results } = await gateway.tributary('query', 'callback-data', 'meta', text);
  const [page] = results as { messages: { messageId: string; status: string }[] }[];
  return (page?.messages ?? []).map(({ messageId, status }) => `${messageId} ${status}`);
}

/** The sort keys of everything with this text. */
async function sortKeysOf(text: string): Promise<readonly string[]> {
  return (await Promise.all(callbackDataPartitions('meta', text).map(gateway.sortKeys))).flat();
}

it('a text of the owner leads to each message that has it, and to its state', async () => {
  await gateway.post('meta', status('wamid.erased', 'campaign-7', erased));
  await gateway.post('meta', status('wamid.erased', 'campaign-7', erased, 'read'));
  await gateway.post('meta', status('wamid.kept', 'campaign-7', other));
  await gateway.post('meta', status('wamid.spelled', `call +44 7700 900111`, other));
  await gateway.post('meta', status('wamid.unnamed', 'campaign-8', undefined));
  await eventually(async () => {
    expect(await find('campaign-7')).toEqual(['wamid.erased read', 'wamid.kept delivered']);
    expect(await find('call +44 7700 900111')).toEqual(['wamid.spelled delivered']);
    expect(await find('campaign-8')).toEqual(['wamid.unnamed delivered']);
  });
});

it('an erasure deletes what leads to the user’s messages, and every text that names the user', async () => {
  const ran = await gateway.tributary('erase', '--user', erased, '--yes');
  expect(ran).toMatchObject({ code: 0, results: [{ dryRun: false, records: 4 }] });
  expect(await sortKeysOf('campaign-7')).toEqual(['message#wamid.kept']);
  expect(await find('campaign-7')).toEqual(['wamid.kept delivered']);
  expect(await find('campaign-8')).toEqual(['wamid.unnamed delivered']);
  expect(await sortKeysOf('call +44 7700 900111')).toEqual([]);
  // The message is another user's, and stays.
  expect(await gateway.sortKeys('message#meta#wamid.spelled')).toEqual(['status#delivered']);
  const again = await gateway.tributary('erase', '--user', erased);
  expect(again.results).toMatchObject([
    { records: 0, mentions: [{ pk: 'message#meta#wamid.spelled' }] },
  ]);
});
