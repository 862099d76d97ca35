import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { eventually } from '../../support/eventually.ts';
import { type AlarmedGateway, kindOf, startAlarmedGateway } from './alarmed-gateway.ts';
import { callbackScenarios, postSlowly, slowFixture } from './alarms/callbacks.ts';
import { mirrorScenarios } from './alarms/mirror.ts';
import { outboxScenarios } from './alarms/outbox.ts';
import { play, type Scenarios } from './alarms/scenario.ts';
import { findSubscriberWithoutDeadLetters, rotateCallbackUrl } from './tasks.ts';

/**
 * Causes the failure of every alarm on purpose, checks with the template's own filters and
 * expressions that the alarm is raised, and repairs it with the commands of docs/operations.md.
 *
 * What the emulator cannot do, and what replaces it here:
 *
 * | AWS | here |
 * |---|---|
 * | alarms wait for several periods | one period is evaluated |
 * | `IteratorAge` | the age that `doctor` reads, with a clock that is 20 minutes ahead |
 * | `ApproximateAgeOfOldestMessage` | a queue that does not get shorter; the hours are given |
 * | `ThrottledRequests` | the calls that a proxy in front of the table's engine throttled |
 * | a role that may no longer call `PutEvents` | a role that may not write to the table or read its stream: the same batches wait |
 * | a slow file server | a table that delays the mirror before it calls the server |
 * | `Duration` | the time that the provider waits |
 * | `DestinationDeliveryFailures` | given: only Lambda counts them |
 * | 5xx of the API | the responses that the provider got |
 * | throttles and errors of Lambda | none: a request waits for a free environment; a unit test covers the expression |
 * | six attempts at a file in three hours | the test sends the message to the dead-letter queue |
 */
let alarmed: AlarmedGateway;
let slow: ReturnType<typeof postSlowly>;

/** Alarms that exist only if they are configured; test/infra/alarms.test.ts lists them. */
const offByDefault = ['provider-silent'];

/** Alarms that no scenario can raise. */
const withoutScenario: Readonly<Record<string, string>> = {
  'api-throttled': 'the emulator accepts any number of requests and writes no access log',
};

/** What to do about an alarm that is new. */
const addScenario =
  'add a scenario to test/integration/operations/alarms that raises the alarm and repairs it by its ' +
  'entry in docs/operations.md; if the emulator cannot raise it, give the reason in `withoutScenario`';

const scenarios: Scenarios = {
  ...callbackScenarios,
  ...outboxScenarios,
  ...mirrorScenarios,

  /** The table is slow. The request began during the other scenarios, because it takes long. */
  'callbacks-slow': async ({ gateway, cloudWatch, follow }) => {
    const { status, tookMs } = await slow;
    expect(status).toBe(200);
    expect(cloudWatch.isRaised('innopaas-callbacks-slow', { Duration: tookMs })).toBe(true);
    const { results } = await follow('doctor');
    const endpoints = results.flatMap(
      ({ text }) => /^responds after (\d+) ms/.exec(String(text)) ?? [],
    );
    expect(endpoints.length).toBeGreaterThan(0);
    // On a busy machine, a callback may be slow although the table is not.
    await eventually(async () => {
      const startedAt = performance.now();
      expect(await gateway.send(slowFixture)).toBe(200);
      const Duration = performance.now() - startedAt;
      expect(cloudWatch.isRaised('innopaas-callbacks-slow', { Duration })).toBe(false);
    });
  },
};

beforeAll(async () => {
  alarmed = await startAlarmedGateway();
});

afterAll(async () => {
  await Promise.allSettled([slow]);
  await alarmed.close();
});

describe('the runbook', () => {
  it('has an entry for every alarm of the stack', () => {
    const all = [...alarmed.cloudWatch.sections, ...offByDefault];
    const played = [...Object.keys(scenarios), ...Object.keys(withoutScenario)];
    const unplayed = all.filter((kind) => !played.includes(kind));
    expect(unplayed, addScenario).toEqual([]);
    const unknown = played.filter((kind) => !all.includes(kind));
    expect(unknown, 'remove these scenarios: the stack has no such alarm').toEqual([]);
  });

  it('guides through the rotation of a callback URL', async () => {
    expect(await play('Rotate a callback URL', rotateCallbackUrl, alarmed)).toEqual([]);
  });

  it.each(Object.entries(scenarios))('guides from %s to its repair', async (kind, scenario) => {
    expect(await play(kind, scenario, alarmed)).toEqual([]);
    slow ??= postSlowly(alarmed);
  });

  it.each(['cloudWatch', 'small'] as const)(
    'raises every alarm that the emulator can raise: %s',
    (preset) => {
      const { alarmNames, raised } = alarmed[preset];
      const known = new Set([...Array.from(raised, kindOf), ...Object.keys(withoutScenario)]);
      expect(alarmNames.length).toBeGreaterThan(10);
      expect(alarmNames.map(kindOf).filter((kind) => !known.has(kind))).toEqual([]);
    },
  );

  it('leaves a healthy gateway, except for the quarantined callbacks and missing signing keys', async () => {
    const { code, results } = await alarmed.gateway.tributary('doctor');
    const wrong = results.filter(({ state }) => state !== 'ok' && state !== 'skipped');
    const signing = providers.filter(({ signature }) => signature).map(({ id }) => id);
    expect(wrong.map(({ check }) => check)).toEqual([
      ...signing.map((id) => `secret of ${id}`),
      'quarantine',
    ]);
    expect(code).toBe(0);
    const endpoints = results.filter(({ text }) => String(text).startsWith('responds'));
    expect(endpoints).toHaveLength(2 * providers.length);
  });

  it('covers a subscriber that can lose events', async () => {
    await play('Send events to a subscriber again', findSubscriberWithoutDeadLetters, alarmed);
  });
});
