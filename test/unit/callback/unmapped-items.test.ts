import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { JsonValue } from '../../../shared/json.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { textMessage } from '../../support/drafts.ts';
import { lineProvider } from '../../support/line-provider.ts';

const receipt = { provider: 'lines', receivedAt: '2026-01-02T03:04:07.000Z' };

/** A provider whose deliveries hold one message, and one note that the contract has no event for. */
function noting(note: JsonValue, providerEvent = 'notes'): ProviderAdapter {
  return {
    ...lineProvider,
    normalize: () => [
      { kind: 'event', draft: textMessage() },
      { kind: 'unmapped', providerEvent, raw: note },
    ],
  };
}

function keep(text: string, provider: ProviderAdapter, headers = {}) {
  return toEventRecords({ text, headers }, provider, receipt, { channels: {} });
}

describe('what the contract has no event for', () => {
  it('is kept beside the event records, with what is needed to understand it later', () => {
    const { records, unmapped } = keep('{}', noting({ note: 1 }), { 'user-agent': 'lines/1' });
    expect(records.map(({ event }) => event['detail-type'])).toEqual(['message.received']);
    expect(unmapped.map(({ content }) => JSON.parse(content))).toEqual([
      {
        provider: 'lines',
        providerEvent: 'notes',
        receivedAt: '2026-01-02T03:04:07.000Z',
        headers: { 'user-agent': 'lines/1' },
        body: '{"note":1}',
      },
    ]);
  });

  it('is kept under its content, whatever the order of its fields', () => {
    const keys = [noting({ a: 1, b: 2 }), noting({ b: 2, a: 1 }), noting({ a: 1, b: 3 })].map(
      (provider) => keep('{}', provider).unmapped[0]?.key,
    );
    expect(keys[0]).toMatch(/^unmapped\/lines\/notes\/[0-9a-f]{64}\.json$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it.each(['../../quarantine', 'a/b', '', 'x'.repeat(65)])(
    'is not kept under a name that is no name: %j',
    (providerEvent) => {
      expect(keep('{}', noting({}, providerEvent)).unmapped[0]?.key).toMatch(
        /^unmapped\/lines\/other\//,
      );
    },
  );
});
