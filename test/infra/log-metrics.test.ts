import { expect, test } from 'vitest';
import type { Fact } from '../../shared/facts/fact.ts';
import { receiveCallback } from '../../shared/pipeline/receive-callback.ts';
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

/** The lines that the pipeline writes: of a delivery, of a refusal and of an outage. */
async function callbackLines(): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const now = () => new Date('2026-01-02T03:04:05Z');
  const write = (line: string) => lines.push(JSON.parse(line));
  const store = async (fact: Fact) => {
    if (fact.key.pk.endsWith('outage')) throw new Error('down');
    return 'stored' as const;
  };
  const send = (token: string, line: string) =>
    receiveCallback(
      {
        method: 'POST',
        token,
        headers: {},
        query: {},
        body: Buffer.from(JSON.stringify({ lines: [line] })),
      },
      lineProvider,
      {
        facts: { store },
        vault: { keep: async () => {} },
        secrets: { get: async () => ({ token: validToken }), refresh: async () => undefined },
        channels: {},
        log: createLogger({ level: 'INFO', now, write }),
        now,
      },
    );
  await send(validToken, 'Hello');
  await send('wrong', 'Hello');
  await send(validToken, 'outage');
  return lines;
}

test('every metric of callbacks counts a field of a line that the pipeline writes', async () => {
  const lines = await callbackLines();
  const ofCallbacks = filters.filter(({ fields }) => fields.includes('provider'));
  expect(new Set(ofCallbacks.map(({ name }) => name)).size).toBe(8);
  for (const { message, fields } of ofCallbacks) {
    const line = lines.find((it) => it.message === message);
    expect(Object.keys(line ?? {})).toEqual(expect.arrayContaining([...fields]));
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
