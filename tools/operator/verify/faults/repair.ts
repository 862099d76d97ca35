import { changeMaxRecordAge } from './break-publisher.ts';
import type { FaultPorts } from './ports.ts';

type RepairPorts = Pick<
  FaultPorts,
  'report' | 'bus' | 'publisher' | 'pace' | 'waitMs' | 'now' | 'timeoutMs' | 'byHand'
>;

/**
 * Repairs what this run, or an earlier one that was killed, has broken. The denial goes last: its statement
 * says what the greatest age of records was.
 *
 * @returns whether anything was broken
 */
export async function repair(ports: RepairPorts): Promise<boolean> {
  const { report, bus, publisher, byHand } = ports;
  const maxRecordAgeSeconds = await bus.readDenial();
  if (maxRecordAgeSeconds === undefined) return false;
  await report.check(
    'faults',
    'repaired',
    async () => {
      try {
        const source = await publisher.readEventSource();
        if (source.maxRecordAgeSeconds !== maxRecordAgeSeconds) {
          await changeMaxRecordAge(source, maxRecordAgeSeconds, ports);
        }
      } finally {
        // Without the denial, events flow, and no record grows old.
        await bus.allow();
      }
      return (await bus.readDenial()) === undefined
        ? { state: 'ok', text: 'the publisher may use the bus, and records may wait as before' }
        : {
            state: 'failed',
            text: 'the bus still denies the publisher: NO EVENT IS PUBLISHED',
            remedy: byHand(maxRecordAgeSeconds),
          };
    },
    byHand(maxRecordAgeSeconds),
  );
  return true;
}
