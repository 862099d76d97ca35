import type { EventDraft } from '../contract/draft.ts';
import type { Traffic } from '../contract/event-kinds.ts';
import type { NormalizeResult } from './normalize-result.ts';

/** The types of the app's own traffic, and what they are in another. History has no statuses. */
const typesOf = {
  standby: {
    'message.received': 'standby.message.received',
    'message.sent': 'standby.message.sent',
    'message.status.updated': 'standby.message.status.updated',
  },
  history: {
    'message.received': 'history.message.received',
    'message.sent': 'history.message.sent',
  },
} as const;

/**
 * The same result as traffic that is not the app's: a message or a status gets the detail-type of that
 * traffic, so that no rule for the app's own messages matches it. Any other event stays as it is: a
 * user has the new id for every app.
 */
export function toTraffic(result: NormalizeResult, traffic: Traffic): NormalizeResult {
  if (result.kind !== 'event') return result;
  const types: Partial<Record<EventDraft['type'], EventDraft['type']>> = typesOf[traffic];
  const type = types[result.draft.type];
  // The data of both types is the same, which TypeScript cannot follow through the lookup.
  return type === undefined
    ? result
    : { kind: 'event', draft: { ...result.draft, type } as EventDraft };
}
