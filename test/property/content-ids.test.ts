import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import type { EventDraft } from '../../shared/contract/draft.ts';
import { isJsonObject, type JsonValue, parseJson } from '../../shared/json.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { fixtureReceivedAt, readFixtures } from '../../tools/dev/fixtures.ts';
import { replaceAt } from '../support/json-places.ts';
import { leavesOf, removeAt, toMemberPath, valueAt } from '../support/members.ts';

/** A message as its event has it. */
interface Received {
  readonly id: string;
  /** The names of the user: another user has none of them. */
  readonly user: readonly (string | undefined)[];
  readonly said: string;
}

/** Whether two messages differ in what identifies a message without an id: user, time, content or file. */
function isOther(one: Received, other: Received): boolean {
  return one.said !== other.said || !one.user.some((name) => name && other.user.includes(name));
}

/** Providers of which a message may come without an id. */
const withContentIds = [
  'alibaba-chatapp',
  'infobip',
  'innopaas',
  'instagram',
  'itnio',
  'messenger',
];

/** What a repetition of the same message may say in another way. */
const besides = [
  // When Meta sent the callback: another time when it sends the same message again.
  'entry[].time',
  // A sentence about the new security code of a user, which is identified by its hash.
  'content.description',
];

describe.each(providers)('a message of $name without an id', async ({ id: provider }) => {
  const adapter = await loadProvider(provider);

  const messageOf = (draft: EventDraft): readonly Received[] => {
    if (draft.type !== 'message.received' && draft.type !== 'message.sent') return [];
    const { detail } = toEventRecord(draft, { provider, receivedAt: fixtureReceivedAt }).event;
    if (!('message' in detail.data)) return [];
    const { id, user, content, media } = detail.data.message;
    const files = media.map(({ url, providerMediaId }) => [url, providerMediaId]);
    const said = JSON.stringify([draft.occurredAt, content, files]);
    return [{ id, user: [user?.phone, user?.id], said }];
  };
  /** Undefined unless the body holds one message and nothing else. */
  const onlyMessageOf = (body: JsonValue): Received | undefined => {
    const results = adapter.normalize(body, { channels: {} });
    const [only, ...others] = results.flatMap((it) =>
      it.kind === 'event' ? messageOf(it.draft) : [],
    );
    return others.length === 0 ? only : undefined;
  };
  const bodies = readFixtures(provider).flatMap(({ name, payload }) => {
    const body = parseJson(payload) ?? null;
    const known = onlyMessageOf(body);
    const rest = known && withoutIds(body, onlyMessageOf);
    const message = rest === undefined ? undefined : onlyMessageOf(rest);
    return rest !== undefined && message?.id.startsWith('content:')
      ? [{ name, body: rest, message }]
      : [];
  });

  it.runIf(bodies.length > 0)('has another id for any other user, time, content or file', () => {
    for (const { name, body, message } of bodies) {
      const same = leavesOf(body).filter((place) => {
        const other = onlyMessageOf(withOther(body, valueAt(body, place)));
        return other !== undefined && isOther(other, message) && other.id === message.id;
      });
      const paths = same.map(toMemberPath).filter((path) => !besides.includes(path));
      expect(paths, name).toEqual([]);
    }
  });

  it('is identified by its content exactly when its provider may leave the id out', () => {
    expect(bodies.length > 0).toBe(withContentIds.includes(provider));
  });
});

/** The body without the values that are the id of its message. */
function withoutIds(
  body: JsonValue,
  messageOf: (body: JsonValue) => Received | undefined,
): JsonValue {
  const found = messageOf(body)?.id;
  const place = leavesOf(body).find((it) => found !== undefined && valueAt(body, it) === found);
  return place === undefined ? body : withoutIds(removeAt(body, place), messageOf);
}

/** The body with another value wherever it has this one: an id may stand in two places. */
function withOther(body: JsonValue, value: JsonValue | undefined): JsonValue {
  return leavesOf(body)
    .filter((place) => valueAt(body, place) === value)
    .reduce((changed, place) => replaceAt(changed, place, toOther(value)), body);
}

/** Another value of the same kind: the digits of a number and of a time stay such. */
function toOther(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return isJsonObject(value) ? { other: 1 } : !value;
  const time = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? `${value}1` : new Date(time + 1000).toISOString();
}
