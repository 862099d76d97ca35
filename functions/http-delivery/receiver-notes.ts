import { toErrorFields } from '../../shared/tributary-error.ts';
import type { DeliveryPorts, ReceiverChange } from './ports.ts';

/** A note is written at most once in this time by an execution environment: a write costs more than a request. */
export const noteIntervalMs = 60_000;

/** Notes how the last attempts ended. */
export interface ReceiverNotes {
  accepted(): Promise<void>;
  failed(what: string): Promise<void>;
}

/** They never throw: a note that is missing must not make an event come twice. */
export function createReceiverNotes({
  receiver,
  log,
  now,
}: Pick<DeliveryPorts, 'receiver' | 'log' | 'now'>): ReceiverNotes {
  const writtenAtMs = { accepted: Number.NEGATIVE_INFINITY, failed: Number.NEGATIVE_INFINITY };

  async function note(kind: keyof typeof writtenAtMs, change: ReceiverChange): Promise<void> {
    const nowMs = now().getTime();
    // A clock that was set back must not silence it.
    if (Math.abs(nowMs - writtenAtMs[kind]) < noteIntervalMs) return;
    writtenAtMs[kind] = nowMs;
    try {
      await receiver.change(change);
    } catch (error) {
      writtenAtMs[kind] = Number.NEGATIVE_INFINITY;
      log.warn('receiver state not stored', toErrorFields(error));
    }
  }

  return {
    accepted: () => note('accepted', { lastAcceptedAt: now().toISOString() }),
    failed: (what) => note('failed', { lastFailedAt: now().toISOString(), lastFailure: what }),
  };
}
