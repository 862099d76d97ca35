import { payloadPrefixes } from '../../../../shared/payloads/payload-keys.ts';
import type { Verdict } from '../result.ts';
import type { TestCallback } from '../test-callbacks.ts';
import { changeMaxRecordAge, denyBus, findOldRecord } from './break-publisher.ts';
import type { FaultMessages, FaultPorts } from './ports.ts';
import { repair } from './repair.ts';

/** The least that Lambda takes (API reference, read 2026-11-28). */
const shortestAgeSeconds = 60;

/**
 * Breaks the publisher twice: it may not use the bus for a moment, and for so long that its records grow too
 * old. Checks that nothing is lost. Repairs everything, also when it is interrupted or a step fails.
 *
 * @param erasing reports the repair, also after an interruption
 */
export async function runFaults(
  messages: FaultMessages,
  ports: FaultPorts,
  erasing: FaultPorts['report'],
): Promise<void> {
  const { report } = ports;
  const repairing = { ...ports, report: erasing };
  let denied: TestCallback | undefined;
  const { state } = await report.check('faults', 'bus denied', async () => {
    const { maxRecordAgeSeconds } = await ports.publisher.readEventSource();
    denied = await denyBus(messages.whileDenied, maxRecordAgeSeconds, ports);
    return { state: 'ok', text: 'callbacks are accepted, and their events wait' };
  });
  await repair(repairing);
  await report.check('faults', 'bus allowed', async () =>
    denied === undefined || state !== 'ok' ? unbroken : arrives(denied, ports),
  );
  let old: TestCallback | undefined;
  let key: string | undefined;
  try {
    await report.check('faults', 'old records', async () => {
      const since = ports.now();
      const source = await ports.publisher.readEventSource();
      old = await denyBus(messages.old, source.maxRecordAgeSeconds, ports);
      await changeMaxRecordAge(source, shortestAgeSeconds, ports);
      key = await findOldRecord(old, since, ports);
      return key === undefined
        ? {
            state: 'failed',
            text: `no object with the record is below ${payloadPrefixes.lambdaOnFailure} after ${ports.timeoutMs / 1000} s`,
            remedy: 'docs/operations.md#event-dead-letters-not-stored',
          }
        : { state: 'ok', text: `Lambda wrote the record to ${key}` };
    });
  } finally {
    await repair(repairing);
  }
  await report.check('faults', 'redrive', async () => {
    if (old === undefined || key === undefined) return unbroken;
    const outcome = await ports.oldRecords.redrive(key);
    if (outcome === 'published') return arrives(old, ports);
    return {
      state: 'failed',
      text: `the records of ${key} are ${outcome}`,
      remedy: 'tributary dead-letters redrive --events',
    };
  });
}

const unbroken: Verdict = { state: 'not checked', text: 'the fault before it did not happen' };

async function arrives(
  { record }: TestCallback,
  { inbox, timeoutMs, now }: FaultPorts,
): Promise<Verdict> {
  const startedAtMs = now().getTime();
  const event = await inbox.waitFor(record.event.detail.metadata.id, timeoutMs);
  const tookMs = now().getTime() - startedAtMs;
  return event === undefined
    ? {
        state: 'failed',
        text: `the event did not arrive within ${timeoutMs / 1000} s of the repair`,
        remedy: 'docs/operations.md#publisher-behind',
      }
    : { state: 'ok', tookMs, text: 'the event that had to wait arrived after the repair' };
}
