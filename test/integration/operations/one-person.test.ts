import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { eventually } from '../../support/eventually.ts';
import { startOperatedGateway } from './operated-gateway.ts';

/** A person who hides the number, then shows only the number, in the deployed template on the emulator. */
const business = '15550100001';
const phone = '447700900777';
const id = 'GB.77700000000000000001';
const otherId = 'GB.77700000000000000002';

let operated: Awaited<ReturnType<typeof startOperatedGateway>>;

beforeAll(async () => {
  operated = await startOperatedGateway();
});

afterAll(() => operated.close());

/** A text as Meta sends it. */
function metaText(messageId: string, second: number, names: object): string {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business, phone_number_id: '200000000000001' },
    messages: [
      {
        ...names,
        id: messageId,
        timestamp: String(1_774_515_600 + second),
        type: 'text',
        text: { body: 'Hello' },
      },
    ],
  };
  const entry = [{ id: '100000000000101', changes: [{ value, field: 'messages' }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}

const tributary = (...words: string[]) => operated.tributary(...words);

/** The ids of the messages that `query conversation` prints. */
async function idsOf(name: string): Promise<readonly string[]> {
  const { results } = await tributary('query', 'conversation', business, name);
  const [page] = results as { messages: { message: { data: { message: { id: string } } } }[] }[];
  return (page?.messages ?? []).map(({ message }) => message.data.message.id);
}

const isLinkEvent = (event: TributaryEvent) =>
  event['detail-type'] === 'user.updated' && event.detail.data.link !== undefined;
const isMerged = (event: TributaryEvent) =>
  event['detail-type'] === 'conversation.updated' && event.detail.data.aspect === 'merged';

describe('a person with a number and an id', () => {
  it('has one conversation by each of them', async () => {
    await operated.post('meta', metaText('wamid.1', 1, { from: phone, from_user_id: id }));
    await operated.post('meta', metaText('wamid.2', 2, { from_user_id: id }));
    await operated.post('meta', metaText('wamid.3', 3, { from: phone }));
    await eventually(async () => {
      expect(await idsOf(phone)).toEqual(['wamid.1', 'wamid.2', 'wamid.3']);
    });
    expect(await idsOf(id)).toEqual(['wamid.1', 'wamid.2', 'wamid.3']);
    expect(await idsOf('+44 7700 900777')).toEqual(['wamid.1', 'wamid.2', 'wamid.3']);
  });

  it('is announced once, as a user and as a conversation', async () => {
    await operated.event(isMerged);
    const linked = await operated.event(isLinkEvent);
    expect(linked.detail.data).toMatchObject({
      user: { phone, id },
      current: id,
      link: { names: [id, phone], state: 'linked' },
    });
    const events = (await operated.events()).filter(
      (event) => isMerged(event) || isLinkEvent(event),
    );
    expect(events.map((event) => event['detail-type']).toSorted()).toEqual([
      'conversation.updated',
      'user.updated',
    ]);
  });

  it('refuses an id in the wrong case', async () => {
    const { code, errors } = await tributary('query', 'conversation', business, id.toLowerCase());
    expect([code, errors]).toEqual([2, expect.stringContaining(`write ${id}`)]);
  });
});

describe('a number that was given to someone else', () => {
  it('joins two people until an operator undoes the link', async () => {
    await operated.post('meta', metaText('wamid.4', 4, { from: phone, from_user_id: otherId }));
    await eventually(async () => expect(await idsOf(id)).toHaveLength(4));
    const { results } = await tributary('users', 'show', business, phone);
    expect(results).toMatchObject([
      { names: [id, otherId, phone], links: [{ names: [id, phone] }, { names: [otherId, phone] }] },
    ]);

    const dryRun = await tributary('users', 'unlink', business, phone, id);
    expect(dryRun.results).toMatchObject([{ dryRun: true, people: [{ names: [id] }, {}] }]);
    expect(await idsOf(id)).toHaveLength(4);

    const done = await tributary('users', 'unlink', business, phone, id, '--yes');
    expect(done.results).toMatchObject([
      { state: 'unlinked', people: [{ names: [id] }, { names: [otherId, phone] }] },
    ]);
    expect(await idsOf(id)).toEqual(['wamid.1', 'wamid.2']);
    expect(await idsOf(phone)).toEqual(['wamid.3', 'wamid.4']);
    const moved = await operated.event(
      (event) =>
        event['detail-type'] === 'conversation.updated' &&
        event.detail.data.change === 'unlinked' &&
        event.detail.data.conversation.key === `whatsapp#${business}#${phone}`,
    );
    expect(moved.detail.data).toMatchObject({
      previous: `whatsapp#${business}#${id}`,
      current: `whatsapp#${business}#${otherId}`,
    });
  });

  it('stays undone when a callback has both names again, and can be taken back', async () => {
    await operated.post('meta', metaText('wamid.5', 5, { from: phone, from_user_id: id }));
    await eventually(async () => expect(await idsOf(id)).toHaveLength(3));
    expect(await idsOf(otherId)).toEqual(['wamid.3', 'wamid.4']);
    expect((await tributary('users', 'link', business, id, phone, '--yes')).code).toBe(0);
    expect(await idsOf(otherId)).toHaveLength(5);
  });

  it('is not unlinked from a name that it was never linked to', async () => {
    const { code, errors } = await tributary('users', 'unlink', business, id, otherId);
    expect([code, errors]).toEqual([1, expect.stringContaining('users show')]);
  });
});

describe('erasing the person', () => {
  it('asks about each linked name, and erases the links with everything else', async () => {
    const asked = await tributary('erase', '--user', phone, '--accept-cost');
    expect(JSON.stringify(asked.results)).toContain(id);
    expect(JSON.stringify(asked.results)).toContain(otherId);
    const names = ['--user', phone, '--also', id, '--also', otherId];
    const national = ['--not', phone.slice(2)];
    const { code, errors } = await tributary(
      'erase',
      ...names,
      ...national,
      '--yes',
      '--accept-cost',
    );
    expect([code, errors]).toEqual([0, expect.any(String)]);
    for (const name of [phone, id, otherId]) expect(await idsOf(name)).toEqual([]);
    for (const name of [phone, id, otherId]) {
      const shown = await tributary('users', 'show', business, name);
      expect(shown).toMatchObject({ code: 1, errors: expect.stringContaining('no conversation') });
      expect(await operated.sortKeys(`whatsapp#${business}#${name}`)).toEqual([]);
    }
  });
});
