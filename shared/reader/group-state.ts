import type { Data, Detail, TributaryEvent } from '../contract/index.ts';
import { detailsOf } from './message-state.ts';

/** What is known about a group, derived from its events. */
export interface GroupState {
  /** The newest subject, description, link … */
  readonly group: Data<'group.updated'>['group'];
  /** Every event of it, the oldest first. */
  readonly history: readonly Detail<'group.updated'>[];
}

/**
 * Derives a group's state from its events. Their order does not matter.
 *
 * @returns `undefined` without any
 */
export function deriveGroupState(events: readonly TributaryEvent[]): GroupState | undefined {
  const history = detailsOf(events, 'group.updated');
  if (history.length === 0) return undefined;
  const group = Object.assign({}, ...history.map(({ data }) => toKnown(data)));
  return { group, history };
}

/** What an event says of the group, without settings that could not be set. */
function toKnown({ group, settings = [] }: Data<'group.updated'>): Data<'group.updated'>['group'] {
  const failed = settings.filter(({ successful }) => successful === false).map(({ name }) => name);
  const known = Object.entries(group).filter(([name]) => !failed.some((each) => each === name));
  return Object.fromEntries(known);
}
