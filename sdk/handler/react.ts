import type { EventType, TributaryEvent } from '../../shared/contract/index.ts';
import { TributaryError } from '../../shared/tributary-error.ts';
import { isOfType } from '../events/guards.ts';
import { parseEvent } from '../events/parse-event.ts';
import type { Deduplication } from './deduplication.ts';

/** An event as a handler gets it: without `replays`, none has the mark of a replay. */
export type HandledEvent<
  Type extends EventType,
  Replays extends boolean = boolean,
> = TributaryEvent<Type> &
  (true extends Replays ? unknown : { readonly detail: { readonly metadata: NotReplayed } });

interface NotReplayed {
  readonly replayed?: undefined;
}

/** A subscriber's function for each type of event that it handles. */
export type Reactions<Type extends EventType, Replays extends boolean = false> = {
  readonly [T in Type]: (event: HandledEvent<T, Replays>) => unknown;
};

/**
 * Parses one event and calls the reaction for its type.
 *
 * @throws {TributaryError} `event_unreadable`, `event_in_progress`
 * @throws the errors of the reaction
 */
export async function react<Type extends EventType, Replays extends boolean>(
  value: unknown,
  types: readonly Type[],
  reactions: Reactions<Type, Replays>,
  options: { readonly deduplicate: Deduplication | undefined; readonly replays: boolean },
): Promise<void> {
  const { deduplicate, replays } = options;
  const event = readEvent(value, types, replays);
  // `readEvent` has refused replays, unless `Replays` says that they are handled.
  const run = () => reactions[event['detail-type']](event as HandledEvent<Type, Replays>);
  if (deduplicate) await runOnce(event.detail.metadata.id, deduplicate, run);
  else await run();
}

/**
 * Parses an event of one of these types.
 *
 * @param replays whether the handler takes replayed events
 * @throws {TributaryError} `event_unreadable`
 */
export function readEvent<Type extends EventType>(
  value: unknown,
  types: readonly Type[],
  replays: boolean,
): TributaryEvent<Type> {
  const result = parseEvent(value);
  switch (result.outcome) {
    case 'event':
      if (!isOfType(result.event, ...types)) {
        throw unreadable(
          `the handler has no reaction to ${result.event['detail-type']}: ${narrowTheRule}`,
        );
      }
      if (result.event.detail.metadata.replayed && !replays) throw unreadable(replayed);
      return result.event;
    case 'unknown_type':
      throw unreadable(
        `${result.detailType ?? 'the input'} is not an event of Tributary: ${narrowTheRule}`,
      );
    case 'invalid':
      throw unreadable(`the event is invalid (${result.problem}): ${updatePackage}`);
    default:
      return result satisfies never;
  }
}

const narrowTheRule = 'change the rule to match only the types of the handler';
const replayed =
  'the event is a replay, which the handler does not ask for: give the handler replays: true, or exclude replays in the rule, as eventPattern does';
const updatePackage = 'if the gateway is newer than this package, update the package';

function unreadable(message: string): TributaryError {
  return new TributaryError('event_unreadable', message, { retryable: false });
}

/** If the reaction fails, the claim is released: the event is handled when it is delivered again. */
async function runOnce(id: string, deduplicate: Deduplication, run: () => unknown): Promise<void> {
  const claim = await deduplicate.claim(id);
  switch (claim.outcome) {
    case 'done':
      return;
    case 'in_progress':
      throw new TributaryError(
        'event_in_progress',
        'another invocation is handling the same event: it is retried later, in case that one fails',
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
