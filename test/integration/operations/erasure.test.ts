import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { exportTable } from '../../support/table-export.ts';
import { hasDigits, readEstate } from './erasure-estate.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';
import { pictureMessage, textMessage } from './text-message.ts';

let gateway: OperatedGateway;

const erased = '447700900111';
const other = '447700900222';

beforeAll(async () => {
  gateway = await startOperatedGateway();
  const link = gateway.mediaUrl('photo.jpg');
  await gateway.post('incs', pictureMessage('wamid.erased-picture', link, erased));
  await gateway.post('incs', textMessage('wamid.erased-text', erased));
  await gateway.post('incs', pictureMessage('wamid.kept-picture', link, other));
  await gateway.post('incs', `{"event":"from_tomorrow","user":"+${erased}"}`);
  await gateway.post('incs', `{"event":"from_tomorrow","user":"+${other}"}`);
  await gateway.event(isStored('wamid.erased-picture'));
  await gateway.event(isStored('wamid.kept-picture'));
});

afterAll(() => gateway.close());

const isStored = (id: string) => (event: TributaryEvent) =>
  event['detail-type'] === 'media.stored' && event.detail.data.messageId === id;

it('first shows what it would erase, and changes nothing', async () => {
  const before = await readEstate(gateway);
  const tried = await gateway.tributary('erase', '--user', `+${erased}`);
  expect(tried.results).toMatchObject([
    { dryRun: true, records: 4, payloadObjects: 1, mediaObjects: 1, deadLetters: [] },
  ]);
  expect(await readEstate(gateway)).toEqual(before);
});

it('finds the same in a point-in-time export, and reports that later records are not in it', async () => {
  const place = await exportTable(gateway.aws, {
    tableName: gateway.output('EventsTableName'),
    bucket: gateway.output('PayloadBucketName'),
  });
  const [scanned] = (await gateway.tributary('erase', '--user', erased)).results;
  const [read] = (await gateway.tributary('erase', '--user', erased, '--from-export', place))
    .results;
  const [later, ...others] = (read?.unreachable ?? []) as readonly { place: string }[];
  expect(later?.place).toMatch(/^messages after 2.*, the time of the export$/);
  expect({ ...read, unreachable: others }).toEqual(scanned);
});

it('erases only this user, and records it without naming the user', async () => {
  const before = await readEstate(gateway);
  const ran = await gateway.tributary('erase', '--user', erased, '--yes');
  expect(ran).toMatchObject({ code: 0, results: [{ dryRun: false, records: 4 }] });
  const left = await readEstate(gateway);
  const contents = left.map(({ name, content }) => `${name} ${content}`);
  expect(contents.filter((each) => hasDigits(each, erased))).toEqual([]);
  expect(contents.filter((each) => each.includes('wamid.erased'))).toEqual([]);
  expect(left.some(({ name }) => name.startsWith('audit#erasure'))).toBe(true);
  const ofOther = (estate: typeof left) =>
    estate.filter(({ content }) => hasDigits(content, other));
  expect(ofOther(before)).not.toEqual([]);
  expect(ofOther(left)).toEqual(ofOther(before));
  expect(await gateway.sortKeys('message#incs#wamid.kept-picture')).toEqual([
    'media#0#stored',
    'message',
  ]);
  const again = await gateway.tributary('erase', '--user', erased);
  expect(again.results).toMatchObject([{ records: 0, payloadObjects: 0, mediaObjects: 0 }]);
});

it('needs a user', async () => {
  expect((await gateway.tributary('erase')).code).toBe(2);
});
