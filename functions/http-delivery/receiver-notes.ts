import { toErrorFields } from '../../shared/tributary-error.ts';
import type { DeliveryPorts, ReceiverChange } from './ports.ts';

/**
 * A note that says the same is written at most once in this time by an execution environment: a write costs more
 * than a request.
 */
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
  const last = new Map<string, { readonly what: string; readonly atMs: number }>();

  async function note(kind: string, what: string, change: ReceiverChange): Promise<void> {
    const atMs = now().getTime();
    const before = last.get(kind);
    // A clock that was set back must not silence it.
    if (before?.what === what && Math.abs(atMs - before.atMs) < noteIntervalMs) return;
    last.set(kind, { what, atMs });
    try {
      await receiver.change(change);
    } catch (error) {
      last.delete(kind);
      log.warn('receiver state not stored', toErrorFields(error));
    }
  }

  return {
    accepted: () => note('accepted', '', { lastAcceptedAt: now().toISOString() }),
    failed: (what) =>
      note('failed', what, { lastFailedAt: now().toISOString(), lastFailure: what }),
  };
}
