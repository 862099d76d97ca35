import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  eventFor,
  type HttpSubscriptions,
  startHttpSubscriptions,
  textOf,
} from '../support/http-subscription/world.ts';

/** HTTP subscriptions with receivers that fail, and an operator at the command line. */
let world: HttpSubscriptions;

beforeAll(async () => {
  world = await startHttpSubscriptions({
    flaky: {},
    ordered: { order: 'conversation' },
    gone: {},
    paused: {},
    down: { maxAttempts: 2 },
    picky: { maxAttempts: 2 },
    pickyInOrder: { maxAttempts: 2, order: 'conversation' },
    rotated: {},
  });
  return () => world.stop();
});

/** A generous limit: a busy machine needs it, an idle one does not. */
const within = { timeout: 300_000, interval: 250 };

/** What `http list` says of a subscription. */
async function stateOf(subscription: string) {
  const { results } = await world.tributary('http', 'list');
  return results.find(({ name }) => name === subscription);
}

async function keysOf(name: string): Promise<readonly string[]> {
  const { results } = await world.tributary('http', 'secret', name);
  return Object(results[0]?.keys);
}

async function run(...words: readonly string[]) {
  const ran = await world.tributary(...words);
  expect(ran.errors).not.toContain('unknown');
  expect(ran.code, ran.errors).toBe(0);
  return ran.results[0];
}

describe('a receiver', () => {
  it.concurrent('gets an event again that it refused, with the same id, not before it asks for it', async ({
    expect,
  }) => {
    const { receivers } = world;
    receivers.respond('/flaky', (_, before) =>
      before === 0 ? { status: 503, headers: { 'retry-after': '8' } } : { status: 200 },
    );
    await world.publish(eventFor('flaky', '01 a'));
    await expect.poll(() => receivers.acceptedAt('/flaky').length, within).toBe(1);

    const [first = expect.unreachable(), second = expect.unreachable()] = receivers.at('/flaky');
    expect(second.id).toBe(first.id);
    expect(second.atMs - first.atMs).toBeGreaterThanOrEqual(7_900);
  });

  it.concurrent('gets the events of a conversation in order, though the first of them was refused', async ({
    expect,
  }) => {
    const { receivers } = world;
    receivers.respond('/ordered', (webhook, before) => ({
      status: textOf(webhook) === '01 a' && before < 2 ? 500 : 200,
    }));
    const texts = ['03 c', '01 a', '02 b'];
    await world.publish(...texts.map((text) => eventFor('ordered', text)));
    await world.publish(eventFor('ordered', '09 other', 'two'));
    await expect.poll(() => receivers.acceptedAt('/ordered').length, within).toBe(4);

    const all = receivers.at('/ordered').map(textOf);
    expect(all.filter((text) => text !== '09 other')).toEqual([
      '01 a',
      '01 a',
      '01 a',
      '02 b',
      '03 c',
    ]);
    // The other conversation does not wait for it.
    expect(all.indexOf('09 other')).toBeLessThan(all.lastIndexOf('01 a'));
  });
});

describe('a disabled receiver', () => {
  it.concurrent('was disabled by 410, keeps its events, and gets them when it is enabled', async ({
    expect,
  }) => {
    const { receivers } = world;
    receivers.respond('/gone', () => ({ status: 410 }));
    await world.publish(eventFor('gone', '01 a'));
    await expect
      .poll(() => stateOf('gone'), within)
      .toMatchObject({ receiver: 'disabled', because: 'gone', lastFailure: '410' });
    await world.publish(eventFor('gone', '02 b'));
    await expect.poll(() => stateOf('gone'), within).toMatchObject({ waiting: 2 });
    expect(receivers.at('/gone').map(textOf)).toEqual(['01 a']);

    receivers.respond('/gone', () => ({ status: 200 }));
    expect(await run('http', 'enable', 'gone')).toMatchObject({ dryRun: true });
    expect(await stateOf('gone')).toMatchObject({ receiver: 'disabled' });
    await run('http', 'enable', 'gone', '--yes');
    await expect.poll(() => receivers.acceptedAt('/gone').length, within).toBe(2);
    await expect
      .poll(() => stateOf('gone'), within)
      .toMatchObject({ receiver: 'enabled', waiting: 0 });
  });

  it.concurrent('was disabled because it accepted nothing, and none of its events is a dead letter', async ({
    expect,
  }) => {
    const { receivers } = world;
    receivers.respond('/down', () => ({ status: 503 }));
    await world.publish(eventFor('down', '01 a'));
    await expect
      .poll(() => stateOf('down'), within)
      .toMatchObject({ receiver: 'disabled', because: 'failing', waiting: 1, deadLetters: 0 });

    receivers.respond('/down', () => ({ status: 200 }));
    await run('http', 'enable', 'down', '--yes');
    await expect.poll(() => receivers.acceptedAt('/down').map(textOf), within).toEqual(['01 a']);
  });

  it.concurrent('was disabled by an operator', async ({ expect }) => {
    const { receivers } = world;
    expect(await run('http', 'disable', 'paused')).toMatchObject({ dryRun: true });
    await run('http', 'disable', 'paused', '--yes');
    expect(await stateOf('paused')).toMatchObject({ receiver: 'disabled', because: 'operator' });
    await world.publish(eventFor('paused', '01 a'));
    await expect.poll(() => stateOf('paused'), within).toMatchObject({ waiting: 1 });
    expect(receivers.at('/paused')).toEqual([]);
    await run('http', 'enable', 'paused', '--yes');
    await expect.poll(() => receivers.acceptedAt('/paused').length, within).toBe(1);
  });
});

describe.each([['picky'], ['pickyInOrder']])('an event that %s refuses', (name) => {
  it.concurrent('becomes a dead letter while others are accepted, and is posted again by a redrive', async ({
    expect,
  }) => {
    const { receivers } = world;
    const path = `/${name}`;
    receivers.respond(path, (webhook) => ({ status: textOf(webhook).includes('bad') ? 422 : 200 }));
    const texts = ['01 a', '02 bad', '03 c'];
    await world.publish(...texts.map((text) => eventFor(name, text)));
    await expect.poll(() => stateOf(name), within).toMatchObject({ deadLetters: 1, waiting: 0 });
    expect(receivers.acceptedAt(path).map(textOf).sort()).toEqual(['01 a', '03 c']);
    expect(await stateOf(name)).toMatchObject({ receiver: 'enabled' });

    receivers.respond(path, () => ({ status: 200 }));
    expect(await run('http', 'redrive', name)).toMatchObject({ dryRun: true, messages: 1 });
    expect(await run('http', 'redrive', name, '--yes')).toMatchObject({ messages: 1 });
    await expect.poll(() => receivers.acceptedAt(path).length, within).toBe(3);
    const last = receivers.acceptedAt(path).at(-1) ?? expect.unreachable();
    expect(textOf(last)).toBe('02 bad');
    // It comes after an event that belongs after it.
    expect(last.headers['tributary-late']).toBe(name === 'pickyInOrder' ? 'true' : undefined);
    await expect.poll(() => stateOf(name), within).toMatchObject({ deadLetters: 0, waiting: 0 });
  });
});

/** After the others: the function reads its keys again after five minutes, or when it starts. */
it('a rotation signs with both keys until it is confirmed, over a restart', async ({ expect }) => {
  const { receivers } = world;
  const verifies = async (text: string, key: string) => {
    await world.publish(eventFor('rotated', text));
    await expect.poll(() => receivers.acceptedAt('/rotated').map(textOf), within).toContain(text);
    const found = receivers.at('/rotated').find((webhook) => textOf(webhook) === text);
    const { body, headers } = found ?? expect.unreachable();
    try {
      new Webhook(key).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };
  const [old = ''] = await keysOf('rotated');
  expect((await world.tributary('http', 'rotate', 'rotated', '--confirm', '--yes')).code).toBe(1);
  await run('http', 'rotate', 'rotated');
  expect(await keysOf('rotated')).toEqual([old]);
  await run('http', 'rotate', 'rotated', '--yes');
  const [fresh = '', ...others] = await keysOf('rotated');
  expect(others).toEqual([old]);
  expect((await world.tributary('http', 'rotate', 'rotated', '--yes')).code).toBe(1);

  await world.restart();
  expect(await verifies('01 a', old)).toBe(true);
  expect(await verifies('01 a', fresh)).toBe(true);

  await run('http', 'rotate', 'rotated', '--confirm', '--yes');
  expect(await keysOf('rotated')).toEqual([fresh]);
  await world.restart();
  expect(await verifies('02 b', old)).toBe(false);
  expect(await verifies('02 b', fresh)).toBe(true);
});
