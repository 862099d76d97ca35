import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../functions/providers/load-provider.ts';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { normalizeFixture } from '../../../tools/dev/fixtures.ts';
import { toStory, usableFixtures } from '../../simulation/traffic/stories/any-fixture.ts';
import { subjectOf } from '../../simulation/traffic/subjects.ts';

/** The story must not expect what the adapter does not give: a run would fail for no reason. */
describe('the story of any fixture', () => {
  let names = 0;
  const nextName = () => {
    names += 1;
    return names;
  };
  const name = (kind: string) => `${kind}-${nextName()}-of-the-simulation`;
  const number = (digits: number) => `4${String(nextName()).padStart(digits - 1, '0')}`;
  const stories = usableFixtures.map((fixture) => ({
    ...fixture,
    ...toStory(fixture, name, number),
  }));

  it.each(stories)('expects the events of $provider/$name', async ({ provider, body, items }) => {
    const expected = items.filter(({ isUnmapped }) => !isUnmapped);
    const marker = items[0]?.marker ?? '';
    const events = normalizeFixture(await loadProvider(provider), body);
    const subjects = events.map(({ detail }) => subjectOf(detail, () => marker));
    expect(subjects).toEqual(expected.map(({ subject }) => subject));
    for (const item of items) expect(body).toContain(item.marker);
  });

  it('has no subject in two fixtures, which one run may both have', () => {
    const subjects = stories.flatMap(({ items }) => items.map(({ subject }) => subject));
    const repeated = subjects.filter((subject, index) => subjects.indexOf(subject) !== index);
    expect(repeated).toEqual([]);
  });

  it('covers every event of the contract that a provider reports', () => {
    const types = new Set(
      usableFixtures.flatMap(({ events }) => events.map((event) => event['detail-type'])),
    );
    const ownTypes = ['media.stored', 'media.failed', 'callback.received'];
    expect([...types, ...ownTypes].sort()).toEqual(Object.keys(eventDefinitions).sort());
  });
});
