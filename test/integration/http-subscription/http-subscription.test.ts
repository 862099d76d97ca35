import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  eventFor,
  type HttpSubscriptions,
  startHttpSubscriptions,
} from '../../support/http-subscription/world.ts';

/** The deployed function, queue, secret and table of HTTP subscriptions, on the emulator. */
let world: HttpSubscriptions;

beforeAll(async () => {
  world = await startHttpSubscriptions({
    plain: {},
    private: { url: 'https://10.0.0.1/hook' },
  });
  return () => world.stop();
});

/** A generous limit: a busy machine needs it, an idle one does not. */
const within = { timeout: 120_000, interval: 250 };

async function keyOf(name: string): Promise<string> {
  const { results } = await world.tributary('http', 'secret', name);
  return String(Object(results[0]?.keys)[0]);
}

describe('a receiver', () => {
  it.concurrent('gets each event once, signed as Standard Webhooks says', async ({ expect }) => {
    const { receivers } = world;
    const published = ['01 a', '02 b', '03 c'].map((text) => eventFor('plain', text));
    await world.publish(...published);
    await expect.poll(() => receivers.at('/plain').length, within).toBe(3);

    const verifier = new Webhook(await keyOf('plain'));
    const byId = new Map(published.map((event) => [event.detail.metadata.id, event]));
    for (const { id, headers, body } of receivers.at('/plain')) {
      const { detail } = byId.get(id) ?? expect.unreachable();
      expect(verifier.verify(body, headers)).toEqual({
        type: 'message.received',
        timestamp: detail.metadata.occurredAt,
        data: detail,
      });
    }
    expect(() => new Webhook(`whsec_${'A'.repeat(44)}`).verify('{}', {})).toThrow();
  });

  it.concurrent('at a private address gets nothing', async ({ expect }) => {
    await world.publish(eventFor('private', '01 a'));
    await expect
      .poll(async () => {
        const { results } = await world.tributary('http', 'list');
        return results.find(({ name }) => name === 'private');
      }, within)
      .toMatchObject({ receiver: 'enabled', lastFailure: 'refused_address', waiting: 1 });
  });
});

describe('http test', () => {
  it('posts what a receiver verifies, and says how it responded', async () => {
    const { receivers } = world;
    const accepted = await world.tributary('http', 'test', 'plain');
    expect(accepted).toMatchObject({ code: 0, results: [{ accepted: true, status: 204 }] });
    const { body, headers } = receivers.at('/plain').at(-1) ?? expect.unreachable();
    expect(new Webhook(await keyOf('plain')).verify(body, headers)).toMatchObject({
      type: 'subscription.test',
    });

    const refused = await world.tributary('http', 'test', 'private');
    expect(refused).toMatchObject({ code: 1, results: [{ reason: 'refused_address' }] });
  });

  it('needs the name of one of them', async () => {
    const unknown = await world.tributary('http', 'test', 'nothing');
    expect(unknown).toMatchObject({ code: 1, results: [] });
    expect(unknown.errors).toContain('use one of plain, private');
    expect((await world.tributary('http', 'test')).code).toBe(2);
  });
});
