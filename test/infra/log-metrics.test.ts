import { expect, test } from 'vitest';
import type { Fact } from '../../shared/facts/fact.ts';
import type { StoreOutcome } from '../../shared/pipeline/ports.ts';
import { receiveCallback } from '../../shared/pipeline/receive-callback.ts';
import type { Provider } from '../../shared/providers/provider.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { lineProvider, validToken } from '../support/line-provider.ts';
import { synthesize } from './synthesize.ts';

const template = synthesize();

interface Filter {
  readonly name: string;
  readonly message: string;
  readonly fields: readonly string[];
}

const filters: readonly Filter[] = Object.values(
  template.findResources('AWS::Logs::MetricFilter'),
).map(({ Properties }) => {
  const [transformation] = Properties.MetricTransformations;
  const dimensions: readonly { readonly Value: string }[] = transformation.Dimensions ?? [];
  return {
    name: transformation.MetricName,
    message: /\$\.message = "(.*)"/.exec(Properties.FilterPattern)?.[1] ?? '',
    fields: [transformation.MetricValue, ...dimensions.map(({ Value }) => Value)]
      .filter((value) => value.startsWith('$.'))
      .map((value) => value.slice(2)),
  };
});

/** Has every kind of part: an event, something that is kept, and something not understood. */
const provider: Provider = {
  ...lineProvider,
  normalize: (body, context) => [
    ...lineProvider.normalize(body, context),
    { understood: true, kept: { feed: 'lines' } },
    { understood: false, misfit: { reason: 'unknown_feed', path: '$' } },
  ],
};

/** The lines that the pipeline writes: of a delivery, of a refusal and of an outage. */
async function callbackLines(): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const now = () => new Date('2026-01-02T03:04:05Z');
  const write = (line: string) => lines.push(JSON.parse(line));
  const outcomes: StoreOutcome[] = ['stored', 'duplicate', 'retold', 'conflict'];
  const store = async (fact: Fact) => {
    if (fact.key.pk.endsWith('outage')) throw new Error('down');
    return outcomes.shift() ?? ('stored' as const);
  };
  const send = (token: string, ...texts: string[]) =>
    receiveCallback(
      {
        method: 'POST',
        token,
        headers: {},
        query: {},
        body: Buffer.from(JSON.stringify({ lines: texts })),
      },
      provider,
      {
        facts: { store },
        vault: { keep: async () => {} },
        secrets: { get: async () => ({ token: validToken }), refresh: async () => undefined },
        channels: {},
        log: createLogger({ level: 'INFO', now, write }),
        now,
      },
    );
  await send(validToken, 'stored', 'repeated', 'retold', 'changed');
  await send('wrong', 'Hello');
  await send(validToken, 'outage');
  return lines;
}

test('every metric of callbacks counts a field of a line that the pipeline writes', async () => {
  const lines = await callbackLines();
  const messages = ['delivery', 'callback refused', 'callback not stored'];
  const ofCallbacks = filters.filter(({ message }) => messages.includes(message));
  expect(new Set(ofCallbacks.map(({ name }) => name)).size).toBe(9);
  for (const { message, fields } of ofCallbacks) {
    const line = lines.find((it) => it.message === message);
    expect(Object.keys(line ?? {})).toEqual(expect.arrayContaining([...fields]));
  }
});

test('a filter that adds up a field looks for the field, without which CloudWatch has no value', () => {
  const filtersOfFields = Object.values(template.findResources('AWS::Logs::MetricFilter'))
    .map(({ Properties }) => Properties)
    .filter(({ MetricTransformations: [{ MetricValue }] }) => MetricValue.startsWith('$.'));
  expect(filtersOfFields.length).toBeGreaterThan(0);
  for (const { FilterPattern, MetricTransformations } of filtersOfFields) {
    expect(FilterPattern).toContain(`(${MetricTransformations[0].MetricValue} > 0)`);
  }
});

test('the publisher and the mirror are counted too', () => {
  expect(filters.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Published', 'NotPublished', 'MediaStored', 'MediaFailed']),
  );
});

test('the metrics of each stage are in a namespace of their own', () => {
  const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter'));
  expect(filter?.Properties.MetricTransformations[0].MetricNamespace).toBe('Tributary/prod');
});
