import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';

let gateway: OperatedGateway;

beforeAll(async () => {
  gateway = await startOperatedGateway();
});

afterAll(() => gateway?.close());

/** Triggers an event, and waits for it on the bus. */
async function triggered(...words: readonly string[]) {
  const { code, results, errors } = await gateway.tributary('trigger', ...words);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const [{ events } = { events: [] }] = results;
  const ids = (events as readonly { id: string; type: string }[]).filter(
    ({ type }) => type === words[0],
  );
  expect(ids.length).toBeGreaterThan(0);
  return gateway.event(({ detail }) => detail.metadata.id === ids[0]?.id);
}

describe('trigger', () => {
  it('causes a new event each time, which has just happened', async () => {
    const before = Date.now();
    const first = await triggered('message.received');
    const second = await triggered('message.received');

    expect(second.detail.metadata.id).not.toBe(first.detail.metadata.id);
    expect(Date.parse(second.detail.metadata.occurredAt)).toBeGreaterThan(before - 2_000);
  });

  it.each(['meta', 'twilio', 'innopaas', 'google-rcs'])(
    'sends a callback of %s with its proofs, in its format',
    async (provider) => {
      const event = await triggered('message.received', '--provider', provider);
      expect(event.source).toBe(`tributary.${provider}`);
    },
  );

  it('chooses by fields of the event, and by the endpoint', async () => {
    const event = await triggered(
      ...['message.received', '--with', 'content.kind=image', '--with', 'channel=whatsapp'],
      ...['--endpoint', 'functionUrl'],
    );
    expect(isMessageEvent(event) && event.detail.data.message.content.kind).toBe('image');
    const { id } = isMessageEvent(event) ? event.detail.data.message : { id: '' };
    // The emulator serves the file, so that the mirror stores it.
    const stored = await gateway.event(
      (each) => each['detail-type'] === 'media.stored' && each.detail.data.messageId === id,
    );
    expect(stored.detail.metadata.provider).toBe(event.detail.metadata.provider);
  });

  it('sets fields of the event', async () => {
    const event = await triggered(
      ...['message.received', '--provider', 'meta', '--with', 'content.kind=text'],
      ...['--set', 'user.phone=+44 7700 900777', '--set', 'content.text=Is it "open"?\nNow?'],
    );
    expect(event.detail.data).toMatchObject({
      message: { user: { phone: '447700900777' }, content: { text: 'Is it "open"?\nNow?' } },
    });
  });

  it.each([
    ['message.status.updated', '--with', 'status=failed'],
    ['template.status.updated', '--provider', 'itnio'],
    ['callback.quarantined', '--provider', 'incs'],
    ['standby.message.received'],
    ['call.updated'],
    ['payment.updated'],
  ])('causes %s %s %s', async (...words) => {
    expect((await triggered(...words.filter(Boolean)))['detail-type']).toBe(words[0]);
  });

  it('takes the simplest callback: a text, where no file is asked for', async () => {
    for (const words of [[], ['--with', 'channel=rcs'], ['--provider', 'twilio']]) {
      const event = await triggered('message.received', ...words);
      expect(isMessageEvent(event) && event.detail.data.message.content.kind).toBe('text');
    }
  });

  it('lists what can be caused', async () => {
    const { code, results } = await gateway.tributary('trigger', 'message.received', '--list');
    expect(code).toBe(0);
    expect(results).toContainEqual({
      type: 'message.received',
      with: 'content.kind=image',
      fixtures: expect.any(Number),
      providers: expect.arrayContaining(['incs']),
    });
    const all = await gateway.tributary('trigger', '--list', '--provider', 'itnio');
    expect(new Set(all.results.flatMap(({ providers }) => providers))).toEqual(new Set(['itnio']));
    expect(all.results.map(({ type }) => type)).toContain('template.status.updated');
    const none = await gateway.tributary('trigger', 'callback.received', '--list');
    expect(none).toMatchObject({
      results: [],
      errors: expect.stringContaining('generic provider'),
    });
  });

  it.each([
    [2, [], 'name a type of event'],
    [2, ['message.recieved'], 'message.recieved is unknown'],
    [2, ['message.received', '--with', 'content.kind'], '--with must be a path and a value'],
    [2, ['message.received', '--provider', 'INCS'], 'INCS is unknown'],
    [1, ['message.received', '--with', 'content.kind=opera'], '--list shows those'],
    [1, ['message.received', '--with', 'content.knid=image'], 'did you mean content.kind?'],
    [1, ['callback.received'], 'only a callback of a generic provider'],
    [1, ['media.stored'], 'trigger message.received --with content.kind=image'],
    [1, ['message.received', '--set', 'content.colour=red'], 'have no content.colour'],
    [1, ['message.received', '--set', 'content.kind=opera'], 'cannot be set'],
  ])('ends with %i for %j', async (expected, words, message) => {
    const { code, errors } = await gateway.tributary('trigger', ...words);
    expect([code, errors]).toEqual([expected, expect.stringContaining(message)]);
  });
});
