import { readFileSync } from 'node:fs';
import { toEventRecords } from '../../../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import { providers } from '../../../../functions/providers/registry.ts';
import type { TributaryEvent } from '../../../../shared/contract/index.ts';
import { isJsonObject, parseJson } from '../../../../shared/json.ts';
import { parseStoredBody } from '../../../../shared/payloads/stored-body.ts';
import type { ProviderAdapter } from '../../../../shared/provider/provider-adapter.ts';
import { isCredible } from '../../../../shared/table/record-key.ts';
import { type Fixture, readFixtures } from '../../../../tools/dev/fixtures.ts';
import { startsAt } from '../../world.ts';
import type { CallbackItem } from '../callback.ts';
import type { Script } from '../story.ts';
import { subjectOf } from '../subjects.ts';

/** A fixture with the events that its golden expects. */
export interface FixtureWithEvents extends Fixture {
  readonly events: readonly TributaryEvent[];
  /** How many of its items are stored: also those for which the contract has no event. */
  readonly items: number;
  /** How the JSON of its only item is stored, with a field that a story puts into the body. */
  readonly stored: 'as it was sent' | 'in another spelling' | 'without the field';
}

/** A shorter id could be part of another value. */
const shortestId = 6;

const adapters = await Promise.all(providers.map(({ id }) => loadProvider(id)));

/** @throws {Error} for an id that no provider has */
export function adapterOf(id: string): ProviderAdapter {
  const adapter = adapters.find(({ manifest }) => manifest.id === id);
  if (adapter === undefined) throw new Error(`there is no provider ${id}`);
  return adapter;
}

/**
 * Every fixture of every provider, except bodies that cannot have another field, bodies with
 * unrecognized items among others, and bodies that are ignored. Every event of the contract is among
 * them.
 */
export const usableFixtures: readonly FixtureWithEvents[] = adapters
  .flatMap((adapter) =>
    readFixtures(adapter.manifest.id).map((fixture) => ({
      ...fixture,
      events: readGolden(fixture),
      items: countItems(adapter, fixture),
      stored: howItIsStored(adapter, fixture),
    })),
  )
  .filter(({ events, items, stored, payload }) => {
    const isObject = isJsonObject(parseJson(payload));
    const hasIds = events.length > 0 && events.every((event) => idsOf(event).length > 0);
    return isObject && (items === 1 && stored !== 'without the field' ? true : items > 0 && hasIds);
  });

function countItems({ normalize }: ProviderAdapter, { payload }: Fixture): number {
  const results = normalize(parseJson(payload), { channels: {} });
  return results.filter(({ kind }) => kind !== 'ignored').length;
}

function howItIsStored(
  adapter: ProviderAdapter,
  { provider, payload }: Fixture,
): FixtureWithEvents['stored'] {
  const receipt = { provider, receivedAt: startsAt.toISOString(), connection: undefined };
  const text = withAddedField(payload, 'added');
  const { records, unmapped } = toEventRecords({ text, headers: {} }, adapter, receipt, {
    channels: {},
  });
  const [record] = records;
  const content = record?.raw ?? record?.payload?.content ?? unmapped[0]?.content ?? '';
  const stored = parseStoredBody(content)?.body ?? content;
  if (typeof stored !== 'string' || !stored.includes('added_field')) return 'without the field';
  const isSentAsText = adapter.codec.encode(text) === text;
  return isSentAsText && stored === text ? 'as it was sent' : 'in another spelling';
}

/** As text: JSON.parse would round the long ids of some fixtures. */
function withAddedField(payload: string, text: string): string {
  return payload.replace('{', `{"added_field":"${text}",`);
}

function readGolden({ goldenPath }: Fixture): readonly TributaryEvent[] {
  return JSON.parse(readFileSync(goldenPath, 'utf8'));
}

/** By what becomes of them, so that a run has an event of each type as often as one of any other. */
const fixturesByType = [
  ...Map.groupBy(usableFixtures, ({ events: [first] }) => first?.['detail-type']).values(),
];

/** The callback of any fixture, with ids of its own. In one run each fixture occurs once at most. */
export function anyFixture(script: Script): void {
  const { random } = script.world;
  const fixture = random.pick(random.pick(fixturesByType));
  const name = `${fixture.provider}/${fixture.name}`;
  if (script.fixtures.has(name)) return;
  script.fixtures.add(name);
  const { body, items } = toStory(fixture, (kind) => script.name(kind), script.number);
  script.send(fixture.provider, body, items);
}

/** The body of a fixture with other ids, and the items that its golden then expects. */
export function toStory(
  fixture: FixtureWithEvents,
  name: (kind: string) => string,
  number: (digits: number) => string,
): { readonly body: string; readonly items: readonly CallbackItem[] } {
  let { payload } = fixture;
  let golden = JSON.stringify(fixture.events);
  for (const id of new Set(fixture.events.flatMap(idsOf))) {
    // Some ids are not in the body: the hash of a content, the digits of a phone that is written otherwise.
    if (!payload.includes(id)) continue;
    const other = /^\d+$/.test(id)
      ? number(id.length)
      : name(/^wamid\./.test(id) ? 'wamid.' : 'id');
    payload = payload.replaceAll(id, other);
    golden = golden.replaceAll(id, other);
  }
  const events: readonly TributaryEvent[] = JSON.parse(golden);
  if (fixture.items > 1 || fixture.stored === 'without the field')
    return { body: payload, items: events.map(toItem) };
  const marker = name('text');
  const [event] = events;
  const item: CallbackItem =
    event === undefined
      ? { subject: `unmapped ${fixture.provider} ${marker}`, marker, isUnmapped: true }
      : { subject: subjectOf(event.detail, () => marker), marker, ...repeats(event) };
  const body = withAddedField(payload, marker);
  const raw = fixture.stored === 'as it was sent' ? {} : { raw: { json: parseJson(body) } };
  return { body, items: [{ ...item, ...raw }] };
}

/** One of several items: its id is in no other item. */
function toItem(event: TributaryEvent): CallbackItem {
  const [marker = ''] = idsOf(event);
  return {
    subject: subjectOf(event.detail, () => marker),
    marker,
    raw: 'unknown',
    ...repeats(event),
  };
}

/** An event without an id and without a credible time is identified by the day of its receipt. */
function repeats({ detail: { metadata } }: TributaryEvent): Pick<CallbackItem, 'mayRepeat'> {
  const hasId = metadata.type.startsWith('message.');
  const hasTime = isCredible(metadata.occurredAt, startsAt.toISOString());
  return hasId || hasTime ? {} : { mayRepeat: true };
}

/** The ids by which an event is identified, as far as the fixture has them. */
function idsOf({ detail: { data } }: TributaryEvent): readonly string[] {
  return identifiersOf(data).filter(
    (id) => id !== undefined && id.length >= shortestId,
  ) as string[];
}

function identifiersOf(data: TributaryEvent['detail']['data']): readonly (string | undefined)[] {
  if ('sha256' in data && !('media' in data)) return [];
  if ('message' in data) return [data.message.id, data.message.providerMessageId];
  if ('call' in data) return [data.call.id];
  if ('referenceId' in data) return [data.referenceId];
  if ('messageId' in data) return [data.messageId];
  if ('template' in data) return [data.template.id];
  if ('phone' in data) return [data.phone.displayPhoneNumber ?? data.phone.id];
  if ('account' in data) return [data.account.id];
  if ('group' in data) return [data.group.id ?? data.requestId];
  if ('conversation' in data && 'aspect' in data) return [data.user?.phone ?? data.user?.id];
  if ('aspect' in data) return [data.user.id ?? data.user.phone];
  return [];
}
