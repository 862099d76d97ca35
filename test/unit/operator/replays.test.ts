import { describe, expect, it } from 'vitest';
import { toFacts } from '../../../functions/callback/to-event-records.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { Fact } from '../../../shared/table/event-record.ts';
import { sealReplay } from '../../../shared/table/to-replay-record.ts';
import { planRelease, planReplay } from '../../../tools/operator/replay/plan-replay.ts';
import { type ReplayableFact, replayFact } from '../../../tools/operator/replay/replay-record.ts';
import { lineProvider } from '../../support/line-provider.ts';

const dialect = { provider: lineProvider, channels: {} };
const receipt = { provider: 'lines', receivedAt: '2026-01-02T03:04:07.000Z' };

/** The facts of a body when it came. */
function received(text: string): readonly Fact[] {
  return toFacts({ text, headers: {} }, lineProvider, receipt, { channels: {} }).facts;
}

function only(facts: readonly Fact[]): Fact {
  const [fact] = facts;
  if (fact === undefined || facts.length > 1) throw new Error(`${facts.length} facts`);
  return fact;
}

/** The same fact as an earlier version of the code would have told it. */
function toldOtherwise({ key, event }: Fact): Pick<Fact, 'key' | 'event'> {
  const { metadata } = event.detail;
  const detail = { metadata: { ...metadata, feed: 'old-name' }, data: event.detail.data };
  return { key, event: { ...event, detail } as TributaryEvent };
}

describe('sealing a replay', () => {
  it('keeps the id, marks the event and stays out of the indexes', () => {
    const original = only(received('{"lines":["a"]}'));
    const replay = sealReplay(original, 'run');
    expect(replay.key).toEqual({ pk: original.key.pk, sk: 'replay#run#message' });
    expect(replay.event.detail.metadata).toEqual({
      ...original.event.detail.metadata,
      replayed: true,
    });
    expect(replay).not.toHaveProperty('conversation');
    expect(replay).not.toHaveProperty('raw');
  });
});

describe('the replay of a fact', () => {
  it('goes out as today’s code reads it', () => {
    const fact = only(received('{"lines":["a"]}'));
    const plan = planReplay(toldOtherwise(fact), fact.raw, dialect, 'run');
    expect(plan.reading).toBe('changed');
    expect(plan.facts).toEqual([sealReplay(fact, 'run')]);
    expect(planReplay(fact, fact.raw, dialect, 'run').reading).toBe('same');
  });

  it('adds what its JSON says besides, as an ordinary fact', () => {
    const [first, second] = received('{"lines":["a","b"]}');
    if (first === undefined || second === undefined) throw new Error('two facts are needed');
    const { facts } = planReplay(first, '{"lines":["a","b"]}', dialect, 'run');
    expect(facts.map(({ key }) => key)).toEqual([
      { pk: first.key.pk, sk: 'replay#run#message' },
      second.key,
    ]);
  });

  it.each([
    ['there is no raw JSON', undefined],
    ['today’s code does not understand it', '{"from":"tomorrow"}'],
  ])('goes out as it was told when %s', (_, raw) => {
    const fact = toldOtherwise(only(received('{"lines":["a"]}')));
    const plan = planReplay(fact, raw, dialect, 'run');
    expect(plan.reading).toBe('as_told');
    expect(plan.facts).toEqual([sealReplay(fact, 'run')]);
  });
});

describe('the release of a quarantined item', () => {
  const quarantined = only(received('{"from":"tomorrow"}')) as Fact & {
    readonly event: TributaryEvent<'delivery.quarantined'>;
  };

  it('gives ordinary facts with the time of their receipt when all of it is understood', () => {
    const body = { body: '{"lines":["a","b"]}', headers: {} };
    const plan = planRelease(quarantined, body, dialect, 'run');
    expect(plan.reading).toBe('understood');
    expect(plan.facts).toEqual(received('{"lines":["a","b"]}'));
  });

  it('says why when a part of it is not understood', () => {
    const body = { body: '{"lines":["a",7]}', headers: {} };
    const plan = planRelease(quarantined, body, dialect, 'run');
    expect(plan).toMatchObject({ reading: 'not_understood', misfit: { path: '$.lines[1]' } });
  });
});

describe('carrying out a replay', () => {
  function createPorts(vault: Record<string, string> = {}) {
    const stored: Fact[] = [];
    const unlisted: string[] = [];
    const order: string[] = [];
    return {
      stored,
      unlisted,
      order,
      ports: {
        vault: {
          keep: async (key: string) => {
            order.push(`keep ${key}`);
          },
          read: async (key: string) => vault[key],
        },
        dialectOf: async () => ({
          ...dialect,
          facts: {
            store: async (fact: Fact) => {
              order.push(`store ${fact.key.pk}`);
              stored.push(fact);
              return 'stored' as const;
            },
          },
        }),
        unlist: async ({ pk }: { readonly pk: string }) => {
          order.push('unlist');
          unlisted.push(pk);
        },
      },
    };
  }

  function inTable(fact: Fact, isListed: boolean): ReplayableFact {
    return { ...fact, raw: () => fact.raw, rawKey: fact.vaulted?.key, isListed };
  }

  const settings = { run: 'run', isDryRun: false, onlyUnderstood: false };
  const quarantined = inTable(only(received('{"from":"tomorrow"}')), true);
  const inVault = (body: string) => ({ [quarantined.rawKey ?? '']: JSON.stringify({ body }) });

  it('stores what is understood before it leaves the list', async () => {
    const { ports, order } = createPorts(inVault('{"lines":["a"]}'));
    expect(await replayFact(quarantined, settings, ports)).toEqual({
      reading: 'understood',
      facts: 1,
    });
    expect(order).toEqual(['store message#lines#line-a', 'unlist']);
  });

  it('writes raw JSON that does not fit beside its event first', async () => {
    const body = JSON.stringify({ lines: ['a'], padding: 'x'.repeat(400_000) });
    const { ports, order } = createPorts(inVault(body));
    await replayFact(quarantined, settings, ports);
    expect(order[0]).toMatch(/^keep raw\/lines\//);
  });

  it('writes nothing when it is only tried', async () => {
    const { ports, order } = createPorts(inVault('{"lines":["a"]}'));
    const tried = await replayFact(quarantined, { ...settings, isDryRun: true }, ports);
    expect(tried.facts).toBe(1);
    expect(order).toEqual([]);
  });

  it('tells again what is still not understood, unless only the understood is wanted', async () => {
    const { ports, stored, unlisted } = createPorts(inVault('{"from":"tomorrow"}'));
    await replayFact(quarantined, { ...settings, onlyUnderstood: true }, ports);
    expect(stored).toEqual([]);
    await replayFact(quarantined, settings, ports);
    expect(stored.map(({ event }) => event['detail-type'])).toEqual(['delivery.quarantined']);
    expect(unlisted).toEqual([]);
  });
});
