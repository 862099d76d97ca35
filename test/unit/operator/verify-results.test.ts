import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadProvider, loadSample } from '../../../functions/providers/load-provider.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { toAnchor } from '../../../tools/dev/docs/markdown.ts';
import type { EventEnvelope } from '../../../tools/emulator-client/event-log.ts';
import type {
  AlarmMetrics,
  MetricQueries,
} from '../../../tools/operator/aws/cloudwatch-metric-data.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import { describeResults } from '../../../tools/operator/verify/describe-results.ts';
import { openEventInbox } from '../../../tools/operator/verify/event-inbox.ts';
import { createReport, type Result } from '../../../tools/operator/verify/result.ts';
import { toRun } from '../../../tools/operator/verify/test-account.ts';
import { toMessageCallback } from '../../../tools/operator/verify/test-callbacks.ts';
import { listUnverifiable } from '../../../tools/operator/verify/unverifiable.ts';
import {
  areEmptyMetricsFilled,
  haveData,
  toCausedMetrics,
} from '../../../tools/operator/verify/verify-metrics.ts';
import { isRefused, isStoredOnce, isSuccess } from '../../../tools/operator/verify/verify-steps.ts';

const run = toRun(new Date('2026-11-28T12:00:30Z'));

async function message() {
  const provider = { adapter: await loadProvider('incs'), sample: await loadSample('incs'), run };
  const callback = toMessageCallback(provider, 'api');
  if (callback === undefined) throw new Error('incs has no sample');
  return callback;
}

const responded = (status: number, body = '') => ({ status, body, tookMs: 1, respondedAtMs: 1 });

function item(pk: string, sk: string): TableItem {
  return {
    key: { pk, sk },
    event: undefined as TributaryEvent | undefined,
    raw: () => undefined,
    payloadKey: undefined,
    isPublished: true,
    isInQuarantine: false,
    alias: undefined,
    userHashes: undefined,
  };
}

describe('a response', () => {
  const manifest = { success: { status: 200, contentType: 'text/plain', body: 'ok' } } as const;

  it.each([
    [200, 'ok', 'ok'],
    [200, '', 'failed'],
    [204, 'ok', 'failed'],
    [503, '', 'failed'],
  ])('%i with the body %j is %s', (status, body, state) => {
    expect(isSuccess(responded(status, body), manifest, 'api.example')).toMatchObject({ state });
  });
});

describe('a callback that is not authentic', () => {
  it.each([
    [401, false, 'ok'],
    [401, true, 'failed'],
    [200, false, 'failed'],
    [503, false, 'failed'],
  ])('gets %i, is stored: %s: %s', async (status, isStored, state) => {
    const callback = await message();
    const { pk, sk } = callback.record.key;
    const table = { read: async () => (isStored ? item(pk, sk) : undefined) };
    expect(await isRefused(responded(status), callback, table)).toMatchObject({ state });
  });
});

describe('a callback that is sent twice', () => {
  it.each([
    [['message', 'media#0#stored'], 'ok'],
    [['message', 'conflict#00000000000000000000000000000000'], 'failed'],
    [['message', 'alternate#new_message#message'], 'failed'],
  ])('with %j in the table is %s', async (sortKeys, state) => {
    const callback = await message();
    const items = sortKeys.map((sk) => item(callback.record.key.pk, sk));
    const found = await isStoredOnce(callback, { readPartition: async () => items });
    expect(found).toMatchObject({ state });
  });
});

describe('metrics', () => {
  const metric = (name: string, dimensions: Readonly<Record<string, string>> = {}) => ({
    namespace: 'Tributary/prod',
    name,
    dimensions,
  });
  const iteratorAge = {
    namespace: 'AWS/Lambda',
    name: 'IteratorAge',
    dimensions: { FunctionName: 'publisher' },
  };
  const alarms: readonly AlarmMetrics[] = [
    { alarm: 'a', expression: 'FILL(m, 0)', metrics: [metric('Stored'), metric('Published')] },
    { alarm: 'b', expression: undefined, metrics: [metric('Stored'), iteratorAge] },
    {
      alarm: 'c',
      expression: undefined,
      metrics: ['incs', 'meta'].map((provider) => metric('Received', { provider })),
    },
    { alarm: 'd', expression: undefined, metrics: [metric('NotStored', { provider: 'incs' })] },
  ];
  const caused = {
    providers: ['incs'],
    namespace: 'Tributary/prod',
    publisher: 'publisher',
    isFileMirrored: false,
  };

  it('must have data if the run has caused them, each once', () => {
    expect(toCausedMetrics(alarms, caused)).toEqual([
      metric('Stored'),
      metric('Published'),
      iteratorAge,
      metric('Received', { provider: 'incs' }),
    ]);
  });

  it('may be about all providers together, as in a small gateway', () => {
    const together = [
      metric('Received'),
      metric('Quarantined'),
      metric('Refused', { problem: 'unauthorized' }),
      metric('Refused', { problem: 'tooLarge' }),
      metric('Conflicts'),
    ];
    const small = [{ alarm: 'a', expression: undefined, metrics: together }];
    expect(toCausedMetrics(small, caused)).toEqual(together.slice(0, 3));
  });

  /** A CloudWatch with values by the id of a query, on a clock of its own. */
  function ports(
    valuesOf: (id: string, queries: MetricQueries, reads: number) => readonly number[],
  ) {
    let nowMs = run.startedAt.getTime();
    let reads = 0;
    return {
      data: {
        alarmMetrics: async () => alarms,
        read: async (queries: MetricQueries, { from, to }: { from: Date; to: Date }) => {
          reads += 1;
          // CloudWatch counts by the minute, and its minute may have begun before the run.
          expect(from.getTime()).toBeLessThanOrEqual(run.startedAt.getTime() - 60_000);
          expect(from.getTime() % 60_000).toBe(0);
          expect(to.getTime()).toBe(nowMs);
          return Object.fromEntries(
            Object.keys(queries).map((id) => [id, valuesOf(id, queries, reads)]),
          );
        },
      },
      run,
      timeoutMs: 60_000,
      now: () => new Date(nowMs),
      waitMs: async (ms: number) => {
        nowMs += ms;
      },
      signal: new AbortController().signal,
    };
  }

  it('are waited for', async () => {
    const found = await haveData(
      [metric('Stored')],
      ports((_id, _queries, reads) => (reads < 3 ? [] : [1])),
    );
    expect(found).toMatchObject({ state: 'ok', tookMs: 30_000 });
  });

  it('are named when they have no data in time', async () => {
    const metrics = [metric('Stored'), metric('Received', { provider: 'incs' })];
    expect(
      await haveData(
        metrics,
        ports((id) => (id === 'm0' ? [1] : [])),
      ),
    ).toMatchObject({
      state: 'failed',
      text: 'no data: Tributary/prod Received (provider=incs)',
    });
  });

  it.each([
    ['fills a metric that never had a value', [1], 'ok'],
    ['gives nothing', [], 'failed'],
    ['gives an expression that does not raise the alarm', [0], 'failed'],
  ])('when FILL %s', async (_, stopped, state) => {
    const found = await areEmptyMetricsFilled(
      metric('Stored'),
      alarms,
      ports((id) => (id === 'stopped' ? stopped : [1])),
    );
    expect(found).toMatchObject({ state });
  });
});

describe('the inbox', () => {
  const envelope = (id: string) => ({ detail: { metadata: { id } } }) as unknown as EventEnvelope;

  it('has events that came before and after they were waited for, and counts them', async () => {
    const { promise: second, resolve: release } = Promise.withResolvers<void>();
    const batches = [[envelope('a'), envelope('a')], [envelope('b')]].values();
    const inbox = openEventInbox({
      async *receive(signal) {
        const batch = batches.next().value;
        if (batch?.[0] === undefined)
          return new Promise((end) => signal.addEventListener('abort', end));
        if (batch.length === 1) await second;
        yield* batch;
      },
      close: async () => {},
    });
    expect(await inbox.waitFor('a', 60_000)).toEqual(envelope('a'));
    const later = inbox.waitFor('b', 60_000);
    release();
    expect(await later).toEqual(envelope('b'));
    expect(inbox.count('a')).toBe(2);
    expect(await inbox.waitFor('c', 1)).toBeUndefined();
    await inbox.close();
    await expect(inbox.waitFor('c', 60_000)).rejects.toThrow('has ended');
  });

  it('passes on why the subscription ended', async () => {
    const inbox = openEventInbox({
      // biome-ignore lint/correctness/useYield: it fails before it has an event.
      async *receive() {
        throw new Error('no permission');
      },
      close: async () => {},
    });
    await expect(inbox.waitFor('a', 60_000)).rejects.toThrow('no permission');
    await inbox.close();
  });
});

describe('a report', () => {
  it('goes on after a check that throws, and says what to do', async () => {
    const lines: string[] = [];
    const report = createReport((line) => lines.push(line), new AbortController().signal);
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} });
    await report.check('bus', 'event', () => Promise.reject(denied));
    await report.check('bus', 'rule', async () => ({ state: 'ok', tookMs: 1.6, text: 'is there' }));
    expect(report.results).toMatchObject([
      { state: 'failed', remedy: 'docs/operations.md#what-an-operator-may-do' },
      { state: 'ok' },
    ]);
    expect(lines[1]).toBe('ok           bus: rule: is there (2 ms)');
  });

  it('checks nothing after an interruption', async () => {
    const interrupt = new AbortController();
    const report = createReport(() => {}, interrupt.signal);
    const running = report.check('bus', 'event', async () => {
      interrupt.abort();
      throw new Error('ended');
    });
    expect(await running).toMatchObject({ state: 'not checked' });
    let hasLooked = false;
    await report.check('bus', 'rule', async () => {
      hasLooked = true;
      return { state: 'ok', text: '' };
    });
    expect(hasLooked).toBe(false);
  });

  const results: readonly Result[] = [
    { subject: 'incs', check: 'secret', state: 'ok', text: 'is in order' },
    { subject: 'bus', check: 'temporary rules', state: 'ok', text: 'arrives' },
    { subject: 'incs functionUrl', check: 'response', state: 'ok', tookMs: 12.4, text: '200' },
    {
      subject: 'incs api',
      check: 'event',
      state: 'failed',
      text: 'did not arrive',
      remedy: 'tributary doctor',
    },
  ];

  function print(json: boolean): string {
    const lines: string[] = [];
    const gateway = { name: 'tributary-prod', option: '--stack tributary-prod' };
    describeResults(results, gateway, {
      print: (result, text) => lines.push(json ? JSON.stringify(result) : (text ?? '')),
    });
    return lines.join('\n');
  }

  it('is a table in which what belongs together is together, with what to do', () => {
    expect(print(false)).toMatchInlineSnapshot(`
      "state   subject           check            ms  text
      ok      incs              secret               is in order
      failed  incs api          event                did not arrive
          → npm run -s tributary -- doctor --stack tributary-prod
      ok      incs functionUrl  response         12  200
      ok      bus               temporary rules      arrives

      tributary-prod: 3 ok, 1 failed, 0 not checked"
    `);
  });

  it('is a line of JSON for each result, and the counts', () => {
    expect(
      print(true)
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { subject: 'incs', check: 'secret' },
      { subject: 'incs api', state: 'failed' },
      { subject: 'incs functionUrl', tookMs: 12 },
      { subject: 'bus' },
      { ok: 3, failed: 1, notChecked: 0 },
    ]);
  });
});

describe('what cannot be checked', () => {
  const page = readFileSync(new URL('../../../docs/verify.md', import.meta.url), 'utf8');
  const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => toAnchor(heading));

  it('has a section or a command that says how to do it by hand', async () => {
    const report = createReport(() => {}, new AbortController().signal);
    await listUnverifiable(report, false);
    const remedies = report.results.map(({ remedy = '' }) => remedy);
    const [sections, others] = [true, false].map((isSection) =>
      remedies.filter((remedy) => remedy.startsWith('docs/') === isSection),
    );
    expect(sections).toHaveLength(5);
    for (const section of sections ?? []) expect(anchors).toContain(section.split('#')[1]);
    expect(new Set(others)).toEqual(new Set(['tributary verify --faults']));
  });
});
