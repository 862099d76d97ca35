import { describe, expect, it } from 'vitest';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import {
  type Attempt,
  deliver,
  type Receiver,
  waitsMs,
} from '../../../tools/operator/listen/delivery.ts';
import {
  describeDelivered,
  identityOf,
} from '../../../tools/operator/listen/describe-delivered.ts';
import { render } from '../../../tools/operator/terminal/lines.ts';
import { describeTriggered } from '../../../tools/operator/trigger/describe-triggered.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';

const event = delivered(goldenEvent('message.received')) as unknown as EventEnvelope;
const { id } = goldenEvent('message.received').detail.metadata;

const accepted: Attempt = { isAccepted: true, isRetryable: false, status: 200 };
const down: Attempt = { isAccepted: false, isRetryable: true, problem: 'ECONNREFUSED' };
const refused: Attempt = { isAccepted: false, isRetryable: false, status: 422 };

/** Delivers to a receiver that makes this of the attempts, the last one again and again. */
async function deliverTo(attempts: readonly Attempt[], interrupt = new AbortController()) {
  const left = [...attempts];
  const receiver: Receiver = {
    name: 'a receiver',
    receive: async () => (left.length > 1 ? left.shift() : left[0]) ?? accepted,
  };
  const waited: number[] = [];
  const delivery = await deliver(event, receiver, {
    waitMs: async (ms) => void waited.push(ms),
    clockMs: () => 0,
    signal: interrupt.signal,
  });
  return { delivery, waited };
}

describe('a delivery', () => {
  it('ends at the first success', async () => {
    const { delivery, waited } = await deliverTo([down, accepted]);
    expect(delivery).toEqual({ outcome: 'delivered', status: 200, attempts: 2, elapsedMs: 0 });
    expect(waited).toEqual(waitsMs.slice(0, 1));
  });

  it('ends after three attempts', async () => {
    const { delivery, waited } = await deliverTo([down]);
    expect(delivery).toMatchObject({ outcome: 'failed', problem: 'ECONNREFUSED', attempts: 3 });
    expect(waited).toEqual(waitsMs);
  });

  it('is not tried again when the receiver has refused the event', async () => {
    const { delivery, waited } = await deliverTo([refused]);
    expect(delivery).toMatchObject({ outcome: 'failed', status: 422, attempts: 1 });
    expect(waited).toEqual([]);
  });

  it('is not tried again after Ctrl-C', async () => {
    const interrupt = new AbortController();
    interrupt.abort();
    const { delivery } = await deliverTo([down], interrupt);
    expect(delivery).toMatchObject({ outcome: 'failed', attempts: 1 });
  });
});

describe('at a terminal', () => {
  const identity = identityOf(event);
  const took = { attempts: 1, elapsedMs: 12 };

  it.each([
    [
      { outcome: 'delivered', status: 204, ...took },
      /^204 +12 ms {2}message\.received {2,}\S+ {2}/,
    ],
    [{ outcome: 'failed', status: 500, ...took, attempts: 3 }, /^500 +12 ms, attempt 3 {2}/],
    [{ outcome: 'failed', exitCode: 3, ...took }, /^exit code 3 +12 ms/],
    [{ outcome: 'failed', problem: 'ECONNREFUSED', ...took }, /^ECONNREFUSED +12 ms/],
  ] as const)('a delivery is a line: %j', (delivery, line) => {
    const text = render(describeDelivered({ ...identity, ...delivery }));
    expect(text).toMatch(line);
    expect(text).toContain(id);
  });

  it('a triggered callback is its response with its events, or with why it was refused', () => {
    const triggered = {
      fixture: 'incs/text',
      elapsedMs: 7,
      events: [{ id, type: 'message.received' }],
    };
    expect(render(describeTriggered({ ...triggered, status: 200, body: '' }))).toBe(
      `200 in 7 ms  incs/text\n  message.received  ${id}`,
    );
    expect(render(describeTriggered({ ...triggered, status: 401, body: 'wrong token' }))).toBe(
      '401 in 7 ms  incs/text  wrong token',
    );
  });

  it('an event of another source is named by its envelope', () => {
    const other = { ...event, id: 'envelope', source: 'aws.s3', detail: {} };
    expect(identityOf(other)).toMatchObject({ id: 'envelope', provider: 's3' });
  });
});
