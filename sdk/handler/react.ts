import type { EventType, TributaryEvent } from '../../shared/contract/index.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import { isOfType } from '../events/guards.ts';
import { parseEvent } from '../events/parse-event.ts';
import type { Deduplication } from './deduplication.ts';

/** What a subscriber does with each type of event that it is for. */
export type Reactions<Type extends EventType> = {
  readonly [T in Type]: (event: TributaryEvent<T>) => unknown;
};

/**
 * Parses one event, and hands it to the reaction for its type.
 *
 * @throws {TributaryError} `event_unreadable`, `event_in_progress`
 * @throws what the reaction throws
 */
export async function react<Type extends EventType>(
  value: unknown,
  types: readonly Type[],
  reactions: Reactions<Type>,
  deduplicate: Deduplication | undefined,
): Promise<void> {
  const event = readEvent(value, types);
  const run = () => reactions[event['detail-type']](event);
  if (deduplicate) await runOnce(event.detail.metadata.id, deduplicate, run);
  else await run();
}

function readEvent<Type extends EventType>(
  value: unknown,
  types: readonly Type[],
): TributaryEvent<Type> {
  const result = parseEvent(value);
  switch (result.outcome) {
    case 'event':
      if (isOfType(result.event, ...types)) return result.event;
      throw unreadable(`the handler is not for ${result.event['detail-type']}: ${narrowTheRule}`);
    case 'unknown_type':
      throw unreadable(`${result.detailType ?? 'something'} is no known event: ${narrowTheRule}`);
    case 'invalid':
      throw unreadable(`the event does not have its shape (${result.problem}): ${update}`);
    default:
      return result satisfies never;
  }
}

const narrowTheRule = 'let the rule match only the types that the handler is for';
const update = 'is the package as new as the gateway?';

function unreadable(message: string): TributaryError {
  return new TributaryError('event_unreadable', message, { retryable: false });
}

/** A reaction that fails is not remembered: the event is handled when it comes again. */
async function runOnce(id: string, deduplicate: Deduplication, run: () => unknown): Promise<void> {
  const claim = await deduplicate.claim(id);
  switch (claim.outcome) {
    case 'done':
      return;
    case 'in_progress':
      throw new TributaryError(
        'event_in_progress',
        'the same event is being handled elsewhere: it is tried again later, in case that fails',
        { retryable: true },
      );
    case 'claimed':
      try {
        await run();
      } catch (error) {
        await claim.release();
        throw error;
      }
      await claim.complete();
      return;
    default:
      return claim satisfies never;
  }
}
