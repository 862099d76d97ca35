import { describe, expect, it } from 'vitest';
import { createDeliverEvent } from '../../../functions/http-delivery/deliver-event.ts';
import type { PostFailure, PostOutcome } from '../../../functions/http-delivery/ports.ts';
import type { ReceiverState } from '../../../shared/http-subscription/receiver-state.ts';
import {
  defaultMaxAttempts,
  secondsOfAttempts,
  secondsUntilDisabled,
  toAttemptNumber,
  toDelaySeconds,
  toOwnDelaySeconds,
} from '../../../shared/http-subscription/retry-schedule.ts';
import type { SignedWebhook } from '../../../shared/http-subscription/webhook.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';
import { createMemoryReceiverStore } from '../../support/memory-receiver-store.ts';

const golden = goldenEvent('message.received');
const event = JSON.stringify(delivered(golden));
const key = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const accepted: PostOutcome = { kind: 'accepted', status: 204 };
const hour = 3_600_000;

function failedWith(failure: PostFailure): PostOutcome {
  return { kind: 'failed', failure };
}

const refused = failedWith({ reason: 'status', status: 500 });

function open(outcome: PostOutcome, state: ReceiverState = {}) {
  const posted: SignedWebhook[] = [];
  const lines: (readonly [string, object])[] = [];
  const log = (line: string, fields: object) => void lines.push([line, fields]);
  const world = {
    nowMs: Date.parse('2026-03-01T00:00:00.000Z'),
    outcome,
    posted,
    lines,
    turnedOff: 0,
    isOn: true,
    receiver: createMemoryReceiverStore(state),
    keys: async (): Promise<readonly [string]> => [key],
  };
  const deliver = createDeliverEvent({
    keys: { get: () => world.keys() },
    post: async (webhook) => {
      posted.push(webhook);
      return world.outcome;
    },
    receiver: world.receiver,
    deliverySwitch: {
      turnOff: async () => {
        world.turnedOff += 1;
        world.isOn = false;
      },
      isOn: async () => world.isOn,
    },
    log: { info: log, warn: log, error: log },
    now: () => new Date(world.nowMs),
    random: () => 0,
    maxAttempts: defaultMaxAttempts,
  });
  return { ...world, world, deliver };
}

const at = (beforeMs: number) =>
  new Date(Date.parse('2026-03-01T00:00:00.000Z') - beforeMs).toISOString();

describe('an event', () => {
  it('is delivered when the receiver accepts it', async () => {
    const { deliver, posted, receiver, lines } = open(accepted);
    expect(await deliver(event, { number: 1 })).toEqual({ kind: 'delivered' });
    expect(posted[0]?.headers['webhook-id']).toBe(golden.detail.metadata.id);
    expect(JSON.parse(posted[0]?.body ?? '')).toEqual({
      type: 'message.received',
      timestamp: golden.detail.metadata.occurredAt,
      data: golden.detail,
    });
    expect(await receiver.read()).toEqual({ lastAcceptedAt: at(0) });
    expect(lines.map(([line]) => line)).toEqual(['event delivered']);
  });

  it('has a header when it is late, and none otherwise', async () => {
    const { deliver, posted } = open(accepted);
    await deliver(event, { number: 1, late: true });
    await deliver(event, { number: 1, late: false });
    expect(posted.map(({ headers }) => headers['tributary-late'])).toEqual(['true', undefined]);
  });

  it.each([
    [1, 5],
    [2, 20],
    [6, 5_120],
    [8, 21_600],
    [10, 21_600],
  ])('waits after attempt %i for %i s', async (attempt, seconds) => {
    const { deliver } = open(refused);
    expect(await deliver(event, { number: attempt })).toEqual({ kind: 'again', seconds });
  });

  it.each([
    [90, 90],
    [3, 5],
    [90_000, 21_600],
  ])('waits for the %i s that the receiver asks for, as %i', async (asked, seconds) => {
    const { deliver } = open(
      failedWith({ reason: 'status', status: 429, retryAfterSeconds: asked }),
    );
    expect(await deliver(event, { number: 1 })).toEqual({ kind: 'again', seconds });
  });

  it('becomes a dead letter after the last attempt, if the receiver accepted another meanwhile', async () => {
    const { deliver, world, lines } = open(refused, { lastAcceptedAt: at(20 * hour) });
    expect(await deliver(event, { number: defaultMaxAttempts })).toEqual({ kind: 'dead_letter' });
    expect(world.turnedOff).toBe(0);
    expect(lines.map(([line]) => line)).toEqual(['event became a dead letter']);
  });

  it.each(['{"detail-type":"message.received"}', 'text', 'null', '[]'])(
    'that is not one of Tributary becomes a dead letter: %s',
    async (text) => {
      const { deliver, posted } = open(accepted);
      expect(await deliver(text, { number: 1 })).toEqual({ kind: 'dead_letter' });
      expect(posted).toEqual([]);
    },
  );

  it('is tried again, and never a dead letter, when the keys cannot be read', async () => {
    const { deliver, world, posted } = open(accepted);
    world.keys = () =>
      Promise.reject(new TributaryError('secret_unavailable', 'down', { retryable: true }));
    expect(await deliver(event, { number: defaultMaxAttempts })).toEqual({ kind: 'own_failure' });
    expect(posted).toEqual([]);
  });

  it('is delivered also when its success cannot be stored', async () => {
    const { deliver, receiver } = open(accepted);
    receiver.isDown = true;
    expect(await deliver(event, { number: 1 })).toEqual({ kind: 'delivered' });
  });

  it('is delivered when its success is stored, and not before', async () => {
    const { deliver, receiver } = open(accepted);
    const change = receiver.change.bind(receiver);
    receiver.change = async (fields) => {
      await new Promise((resolve) => setImmediate(resolve));
      await change(fields);
    };
    await deliver(event, { number: 1 });
    expect(receiver.changes).toHaveLength(1);
  });

  it('is tried again when it is not known whether the receiver accepts others', async () => {
    const { deliver, receiver } = open(refused);
    receiver.isDown = true;
    expect(await deliver(event, { number: defaultMaxAttempts })).toEqual({ kind: 'own_failure' });
  });
});

describe('a receiver', () => {
  const windowMs = secondsUntilDisabled(defaultMaxAttempts) * 1000;

  it.each<[string, ReceiverState]>([
    ['never accepted one', {}],
    ['accepted none during the attempts', { lastAcceptedAt: at(windowMs + 60_001) }],
    ['accepts none since it was enabled again', { enabledAt: at(windowMs + 60_001) }],
  ])('is disabled after the last attempt at an event when it %s', async (_, state) => {
    const { deliver, world, receiver } = open(refused, state);
    expect(await deliver(event, { number: defaultMaxAttempts })).toEqual({
      kind: 'again',
      seconds: 60,
    });
    expect(world.turnedOff).toBe(1);
    expect(await receiver.read()).toMatchObject({
      disabledAt: at(0),
      disabledBecause: 'failing',
      lastFailure: '500',
    });
    expect(world.lines.map(([line]) => line)).toContain('receiver disabled');
  });

  it('has the same time again after it was enabled', async () => {
    const { deliver, world } = open(refused, { enabledAt: at(windowMs) });
    expect(await deliver(event, { number: defaultMaxAttempts })).toEqual({
      kind: 'again',
      seconds: 21_600,
    });
    expect(world.turnedOff).toBe(0);
  });

  it('has that time also for an event that used up its attempts before, though it accepts others', async () => {
    const { deliver } = open(refused, { enabledAt: at(hour), lastAcceptedAt: at(60_000) });
    expect(await deliver(event, { number: defaultMaxAttempts + 5 })).toMatchObject({
      kind: 'again',
    });
  });

  it('that was disabled again gets no event of that time, however recently it was enabled', async () => {
    const state = { enabledAt: at(2 * hour), disabledAt: at(hour) };
    const { deliver } = open(refused, state);
    expect(await deliver(event, { number: defaultMaxAttempts })).toEqual({
      kind: 'again',
      seconds: 60,
    });
  });

  it('is not disabled by one event when it accepted another within a day, however few attempts there are', () => {
    expect(secondsUntilDisabled(1)).toBe(24 * 3_600);
    expect(secondsUntilDisabled(defaultMaxAttempts)).toBe(secondsOfAttempts(11) * 1.2);
  });

  it('is disabled also when its state says so while its queue is on', async () => {
    const { deliver, world } = open(failedWith({ reason: 'status', status: 410 }), {
      disabledAt: at(hour),
    });
    await deliver(event, { number: 1 });
    expect(world.turnedOff).toBe(1);
  });

  it('is disabled with its alarm when the state cannot be written', async () => {
    const { deliver, world, receiver } = open(failedWith({ reason: 'status', status: 410 }));
    receiver.change = () =>
      Promise.reject(new TributaryError('store_unavailable', 'down', { retryable: true }));
    expect(await deliver(event, { number: 1 })).toEqual({ kind: 'own_failure' });
    expect(world.turnedOff).toBe(1);
    expect(world.lines.map(([line]) => line)).toContain('receiver disabled');
  });

  it('is disabled at once by 410', async () => {
    const { deliver, world, receiver } = open(failedWith({ reason: 'status', status: 410 }));
    expect(await deliver(event, { number: 1 })).toEqual({ kind: 'again', seconds: 60 });
    expect(world.turnedOff).toBe(1);
    expect((await receiver.read()).disabledBecause).toBe('gone');
  });

  it('is disabled once, though events in flight come after it', async () => {
    const { deliver, world } = open(failedWith({ reason: 'status', status: 410 }));
    await deliver(event, { number: 1 });
    await deliver(event, { number: 1 });
    expect(world.turnedOff).toBe(1);
    expect(world.lines.filter(([line]) => line === 'receiver disabled')).toHaveLength(1);
  });

  it('is noted at most once a minute', async () => {
    const { deliver, world, receiver } = open(accepted);
    await deliver(event, { number: 1 });
    world.nowMs += 59_999;
    await deliver(event, { number: 1 });
    expect(receiver.changes).toHaveLength(1);
    world.nowMs += 1;
    await deliver(event, { number: 1 });
    expect(receiver.changes).toHaveLength(2);
  });

  it('is noted again when the note before could not be stored, or the clock was set back', async () => {
    const { deliver, world, receiver } = open(accepted);
    receiver.isDown = true;
    await deliver(event, { number: 1 });
    receiver.isDown = false;
    await deliver(event, { number: 1 });
    expect(receiver.changes).toHaveLength(1);
    world.nowMs -= hour;
    await deliver(event, { number: 1 });
    expect(receiver.changes).toHaveLength(2);
  });
});

it('has attempts over more than a day', () => {
  expect(secondsOfAttempts(defaultMaxAttempts)).toBeGreaterThan(25 * 3_600);
});

it.each([undefined, 90, 90_000])(
  'events that failed together do not come back together, when the receiver asks for %s s',
  (asked) => {
    const least = toDelaySeconds(1, asked, 0);
    expect(toDelaySeconds(1, asked, 0.5)).toBe(Math.ceil(least * 1.1));
  },
);

describe('the number of an attempt', () => {
  it.each([
    // Failures of our own, each after a minute: there was no time for eleven attempts.
    [11, 600, 5],
    [1_000, 0, 1],
    [2, 5, 2],
    [1, 1_000_000, 1],
    [defaultMaxAttempts, secondsOfAttempts(defaultMaxAttempts), defaultMaxAttempts],
    [defaultMaxAttempts, secondsOfAttempts(defaultMaxAttempts) - 1, defaultMaxAttempts - 1],
  ])('is, after %i deliveries in %i s, %i', (receives, ageSeconds, number) => {
    expect(toAttemptNumber(receives, ageSeconds)).toBe(number);
  });
});

it('fails on its own for longer than the queue keeps an event before SQS makes a dead letter of it', () => {
  const receives = Array.from({ length: 1_000 }, (_, index) => index + 1);
  const seconds = receives.reduce((sum, each) => sum + toOwnDelaySeconds(each), 0);
  expect(seconds).toBeGreaterThan(14 * 24 * 3_600);
});
