import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { isMediaPlaceholder, trafficOf, typesWithId } from '../../shared/contract/event-kinds.ts';
import {
  isEmpty,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseJson,
  toCanonicalJson,
} from '../../shared/json.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { fixtureReceivedAt } from '../../tools/dev/fixtures.ts';
import { Random } from '../simulation/random.ts';
import { replaceAt } from '../support/json-places.ts';
import { leavesOf } from '../support/members.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { bodiesOf } from '../support/provider-bodies.ts';
import { readMaterial } from '../support/provider-material.ts';
import { respellJson } from '../support/respelled-json.ts';

/**
 * Two events have one id exactly when the provider says the same: a message or a status by its id, every
 * other event by its item and its time.
 */
describe.each(providers)('the ids of the events of $name', async ({ id, providerEvents }) => {
  const adapter = await loadProvider(id);
  const bodies = bodiesOf(await readMaterial(adapter.manifest)).map((body) => JSON.stringify(body));
  const receipt = { provider: id, receivedAt: fixtureReceivedAt };

  const draftsOf = (body: JsonValue): readonly EventDraft[] =>
    adapter
      .normalize(body, { channels: {} })
      .flatMap((result) => (result.kind === 'event' ? [result.draft] : []));
  const idOf = (draft: EventDraft) => toEventRecord(draft, receipt).event.detail.metadata.id;

  it('differ for different items, and are the same for the same item in any order and spelling', () => {
    const saidBy = new Map<string, string>();
    const idsByType = new Map<string, Set<string>>();
    fc.assert(
      fc.property(bodies, fc.nat(), (text, seed) => {
        const body = parse(text);
        const drafts = draftsOf(body);
        const respelled = draftsOf(parse(respellJson(body, new Random(seed))));
        expectSame(respelled.map(idOf), drafts.map(idOf));
        // A number where the text of a message belongs is not read, though elsewhere it is.
        const asText = draftsOf(toText(body));
        if (asText.length === drafts.length) expectSame(asText.map(idOf), drafts.map(idOf));
        for (const draft of [...drafts, ...draftsOf(withOtherLeaf(body, seed))]) {
          const eventId = idOf(draft);
          const said = toSaid(draft);
          expectSame(saidBy.get(eventId) ?? said, said);
          saidBy.set(eventId, said);
          const ids = idsByType.get(draft.type) ?? new Set();
          idsByType.set(draft.type, ids.add(eventId));
        }
      }),
      { numRuns: propertyRuns / 2 },
    );
    for (const type of providerEvents.flatMap(({ events }) => events)) {
      expect(idsByType.get(type)?.size ?? 0, type).toBeGreaterThan(0);
    }
  });
});

function parse(text: string): JsonValue {
  return parseJson(text) ?? null;
}

/** What identifies an event, by the contract: `docs/adr/0002-identity-is-the-key.md`. */
function toSaid(draft: EventDraft): string {
  const { type, data } = draft;
  switch (type) {
    case 'message.received':
    case 'message.sent':
    case 'standby.message.received':
    case 'standby.message.sent':
    case 'history.message.received':
    case 'history.message.sent': {
      // Who wrote does not identify a message: its id does.
      const isPlaceholder = type.startsWith('history.') && isMediaPlaceholder(data.message.content);
      return JSON.stringify([trafficOf(type), 'message', data.message.id, isPlaceholder]);
    }
    case 'message.status.updated':
    case 'standby.message.status.updated': {
      const { messageId, status, participant } = data;
      return JSON.stringify([
        trafficOf(type),
        messageId,
        status,
        participant?.phone ?? participant?.id,
      ]);
    }
    default: {
      if (typesWithId.some((each) => each === type)) throw new Error(`no adapter makes ${type}`);
      const aspect = 'aspect' in data ? data.aspect : '';
      return toCanonicalJson([type, aspect, draft.occurredAt ?? null, toText(draft.item ?? null)]);
    }
  }
}

/** JSON in one spelling: numbers are text, and what is empty is not there. */
function toText(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(toText);
  if (!isJsonObject(value)) return isEmpty(value) ? null : String(value);
  const filled = Object.entries(value).filter(([, inner]) => !isEmpty(inner));
  return Object.fromEntries(
    filled.map(([name, inner]) => [name, ofTheUser.has(name) ? inner : toText(inner)]),
  );
}

/** Where the JSON of a user's reply stands: a number in it is not the same as its text. */
const ofTheUser = new Set(['response', 'response_json']);

/** The body with another value at one of its places. */
function withOtherLeaf(body: JsonValue, seed: number): JsonValue {
  const places = leavesOf(body).filter((place) => place.length > 0);
  const place = places[seed % places.length];
  return place === undefined ? body : replaceAt(body, place, `other ${seed}`);
}

/** `expect` costs more than an adapter does: it is called only for values that differ. */
function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}
