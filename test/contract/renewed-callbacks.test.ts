import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import {
  hasSameEvents,
  type ProviderCallback,
  readCallbacks,
  renewCallback,
} from '../../tools/operator/trigger/provider-callbacks.ts';
import { renewId } from '../../tools/operator/trigger/renew-payload.ts';

const now = new Date('2026-11-28T17:30:00.123Z');
const renewal = { now, random: Math.random };

const typesOf = ({ records }: ProviderCallback) => records.map(({ event }) => event['detail-type']);

describe.each(providers.map(({ id }) => id))('a fixture of %s that is triggered', async (id) => {
  const adapter = await loadProvider(id);
  const callbacks = await readCallbacks(adapter, now);
  // Its content is nothing but a number.
  const renewable = callbacks.filter(({ name }) => name !== 'meta/invalid.not-an-object');

  it('gives events of the same types, and none of them again', () => {
    expect(renewable.length).toBeGreaterThan(5);
    for (const callback of renewable) {
      const renewed = renewCallback(adapter, callback, renewal);
      expect(typesOf(renewed), callback.name).toEqual(typesOf(callback));
      expect(hasSameEvents(callback, renewed), callback.name).toBe(false);
      const again = renewCallback(adapter, callback, { ...renewal, now: new Date(+now + 1000) });
      expect(hasSameEvents(again, renewed), callback.name).toBe(false);
    }
  });

  it('happens now', () => {
    for (const callback of renewable) {
      const { records } = renewCallback(adapter, callback, renewal);
      const happened = records.map(({ event }) => Date.parse(event.detail.metadata.occurredAt));
      const newest = Math.max(...happened);
      expect(newest, callback.name).toBeGreaterThan(+now - 2_000);
      expect(newest, callback.name).toBeLessThanOrEqual(+now + 1_000);
    }
  });
});

it.each([
  ['wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMEU3NjI5Mjc5NDg4OEQ0RjFGQTcA==', /^wamid\.[\w]+==$/],
  ['5312df2b-54e3-457d-8654-49a4f3ba1a25', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/],
  ['260400000077', /^2\d{11}$/],
  ['rcs-1', /^[a-z]{3}-\d{6}$/],
])('another id has the form of %s', (id, form) => {
  const ids = Array.from({ length: 200 }, () => renewId(id, Math.random));
  for (const each of ids) expect(each).toMatch(form);
  expect(new Set([id, ...ids]).size).toBe(201);
});
