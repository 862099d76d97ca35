import type { Data, Detail, TributaryEvent } from '../contract/index.ts';
import { detailsOf } from './message-state.ts';

/** What is known about a call, derived from its events. */
export interface CallState {
  /** The furthest that it came: `ringing`, `accepted`, `terminated` … */
  readonly current: string;
  /** Everything that its events say of it: the direction, the duration, whether it was missed … */
  readonly call: Data<'call.updated'>['call'];
  readonly recording: Data<'call.updated'>['recording'];
  readonly transcript: Data<'call.updated'>['transcript'];
  /** Every event of it, the oldest first. */
  readonly history: readonly Detail<'call.updated'>[];
}

/** How far each word is. Events of one second come in any order. */
const reach: readonly string[] = ['connect', 'ringing', 'accepted', 'rejected', 'terminated'];

/**
 * Derives a call's state from its events. Their order does not matter.
 *
 * @returns `undefined` without any
 */
export function deriveCallState(events: readonly TributaryEvent[]): CallState | undefined {
  const history = detailsOf(events, 'call.updated');
  const [first] = history;
  if (first === undefined) return undefined;
  const words = history.map(({ data }) => data.current);
  return {
    current: reach.findLast((word) => words.includes(word)) ?? words.at(-1) ?? first.data.current,
    call: Object.assign({}, first.data.call, ...history.map(({ data }) => data.call)),
    recording: history.findLast(({ data }) => data.recording)?.data.recording,
    transcript: history.findLast(({ data }) => data.transcript)?.data.transcript,
    history,
  };
}
