import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createBusFollower } from '../../../tools/console/server/bus-follower.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';

const ofGateway = {
  metadata: { id: 'e1', provider: 'meta', receivedAt: '2026-01-02T03:04:05Z' },
  data: { message: {} },
};

/** An event on the bus. */
function envelope(source: string, detail: unknown = ofGateway): EventEnvelope {
  return {
    version: '0',
    id: '1',
    'detail-type': 'message.received',
    source,
    account: '',
    time: '2026-01-02T03:04:05Z',
    region: '',
    resources: [],
    detail,
  };
}

/** Follows a bus with these events until it is stopped. */
function follow(events: readonly EventEnvelope[], atEnd = '') {
  return async function* (signal: AbortSignal, say: (text: string) => void) {
    say('created the rule and the queue');
    yield* events;
    if (!signal.aborted) await once(signal, 'abort');
    if (atEnd !== '') say(atEnd);
  };
}

it('has the events of the gateway since it follows the bus, and waits for the first one', async () => {
  const follower = createBusFollower(
    follow([
      envelope('other.app'),
      envelope('tributary.test', {}),
      envelope('tributary.test', { metadata: ofGateway.metadata }),
      envelope('tributary.meta'),
    ]),
  );
  expect(follower.following()).toEqual({ state: 'off', text: '' });
  expect(await follower.events(undefined, 0)).toEqual({ events: [], last: 0 });
  const waiting = follower.events(0, 10_000);
  follower.start();
  follower.start();
  const { events, last } = await waiting;
  expect(events.map(({ sequence, event }) => [sequence, event.source])).toEqual([
    [1, 'tributary.meta'],
  ]);
  expect(await follower.events(last, 0)).toEqual({ events: [], last });
  expect(follower.following()).toMatchObject({
    state: 'on',
    text: expect.stringContaining('created'),
  });
  await follower.stop();
  expect(follower.following()).toEqual({ state: 'off', text: '' });
});

it('says what is left behind on the bus', async () => {
  const left = 'could not delete the rule tributary-prod-console-1';
  const follower = createBusFollower(follow([], left));
  follower.start();
  await follower.stop();
  expect(follower.following()).toEqual({ state: 'off', text: left });
});

it('says why it does not follow the bus, and can be started again', async () => {
  let isDenied = true;
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} });
  const follower = createBusFollower((signal, say) => {
    if (isDenied) throw denied;
    return follow([])(signal, say);
  });
  follower.start();
  await follower.stop();
  expect(follower.following()).toMatchObject({
    state: 'failed',
    text: expect.stringContaining('AccessDeniedException'),
  });
  isDenied = false;
  follower.start();
  await expect.poll(() => follower.following().state).toBe('on');
  await follower.stop();
});
