import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { JsonValue } from '../../../shared/json.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { textMessage } from '../../support/drafts.ts';
import { lineProvider } from '../../support/line-provider.ts';

const receipt = { provider: 'lines', receivedAt: '2026-01-02T03:04:07.000Z' };

/** An adapter whose callbacks hold one message, and one note that the contract has no event for. */
function withNote(note: JsonValue, providerEvent = 'notes'): ProviderAdapter {
  return {
    ...lineProvider,
    normalize: () => [
      { kind: 'event', draft: textMessage() },
      { kind: 'unmapped', providerEvent, raw: note },
    ],
  };
}

function recordsOf(text: string, adapter: ProviderAdapter, headers = {}) {
  return toEventRecords({ text, headers }, adapter, receipt, { channels: {} });
}

describe('an unmapped item', () => {
  it('is stored beside the event records, with what is needed to read it later', () => {
    const { records, unmapped } = recordsOf('{}', withNote({ note: 1 }), {
      'user-agent': 'lines/1',
    });
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

  it('has a key that depends on its content and not on the order of its fields', () => {
    const keys = [withNote({ a: 1, b: 2 }), withNote({ b: 2, a: 1 }), withNote({ a: 1, b: 3 })].map(
      (adapter) => recordsOf('{}', adapter).unmapped[0]?.key,
    );
    expect(keys[0]).toMatch(/^unmapped\/lines\/notes\/[0-9a-f]{64}\.json$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('has a key with the name of its provider event, dots included', () => {
    const [payload] = recordsOf('{}', withNote({}, 'whatsapp.message.updated')).unmapped;
    expect(payload?.key).toMatch(/^unmapped\/lines\/whatsapp\.message\.updated\//);
  });

  it.each(['../../quarantine', '..', '.hidden', 'a/b', '', 'x'.repeat(65)])(
    'has a key without a provider event that does not look like a name: %j',
    (providerEvent) => {
      expect(recordsOf('{}', withNote({}, providerEvent)).unmapped[0]?.key).toMatch(
        /^unmapped\/lines\/other\//,
      );
    },
  );
});
