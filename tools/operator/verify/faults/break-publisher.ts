import type { EventSource } from '../../aws/lambda-event-source.ts';
import { OperatorError } from '../../operator-error.ts';
import type { TestCallback } from '../test-callbacks.ts';
import type { FaultPorts } from './ports.ts';

/**
 * Denies the publisher the bus. The policy of a bus takes some time to have an effect, so messages are sent
 * until the event of one does not arrive.
 *
 * @returns the message whose event has not arrived
 * @throws {OperatorError} when every event has arrived
 */
export async function denyBus(
  messages: readonly TestCallback[],
  maxRecordAgeSeconds: number,
  { bus, publisher, send, inbox, pace, signal }: FaultPorts,
): Promise<TestCallback> {
  await bus.deny(await publisher.readRole(), maxRecordAgeSeconds);
  for (const message of messages) {
    signal.throwIfAborted();
    await send(message);
    const { id } = message.record.event.detail.metadata;
    if ((await inbox.waitFor(id, pace.quietMs)) === undefined) return message;
  }
  throw new OperatorError(
    'the denial had no effect: every event was published; check with aws events describe-event-bus',
  );
}

/** Changes the greatest age of records, and waits until it has an effect. */
export async function changeMaxRecordAge(
  { id }: Pick<EventSource, 'id'>,
  seconds: number,
  {
    publisher,
    pace,
    waitMs,
    now,
    timeoutMs,
  }: Pick<FaultPorts, 'publisher' | 'pace' | 'waitMs' | 'now' | 'timeoutMs'>,
): Promise<void> {
  await publisher.setMaxRecordAge(id, seconds);
  const endsAtMs = now().getTime() + timeoutMs;
  for (;;) {
    const { state, maxRecordAgeSeconds } = await publisher.readEventSource();
    if (state === 'Enabled' && maxRecordAgeSeconds === seconds) return;
    if (now().getTime() >= endsAtMs) {
      throw new OperatorError(
        `Lambda did not change the greatest age of records within ${timeoutMs / 1000} s: it says ${state}, ${maxRecordAgeSeconds} s`,
      );
    }
    await waitMs(pace.pollMs);
  }
}

/** Waits until an object with a record of this message is among those that Lambda wrote. */
export async function findOldRecord(
  { record }: TestCallback,
  since: Date,
  { oldRecords, pace, waitMs, now, timeoutMs, signal }: FaultPorts,
): Promise<string | undefined> {
  const endsAtMs = now().getTime() + timeoutMs;
  const looked = new Set<string>();
  for (;;) {
    signal.throwIfAborted();
    for (const { key, modifiedAt } of await oldRecords.list()) {
      if (looked.has(key) || Date.parse(modifiedAt) < since.getTime() - 1_000) continue;
      looked.add(key);
      if ((await oldRecords.read(key))?.includes(record.key.pk)) return key;
    }
    if (now().getTime() >= endsAtMs) return undefined;
    await waitMs(pace.pollMs);
  }
}
