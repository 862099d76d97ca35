import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { StoreOutcome } from '../../../shared/table/event-store.ts';
import { eventId } from '../../../shared/table/record-key.ts';
import { TributaryError } from '../../../shared/tributary-error.ts';
import { textMessage } from '../../support/drafts.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';
import { toEventStore } from '../../support/memory-event-store.ts';
import { createPorts, toRequest } from './callback-ports.ts';

describe('the log', () => {
  it('has ids and outcomes but no text, name, phone number or token', async () => {
    const { ports, lines } = createPorts();
    await receiveCallback(
      toRequest({ text: '{"lines":["a private word",7]}' }),
      lineProvider,
      ports,
    );
    await receiveCallback(toRequest({ token: 'wrong-but-secret-too' }), lineProvider, ports);
    const logged = lines.join('\n');
    expect(logged).toContain('"received":2,"stored":2,');
    expect(logged).toContain('"quarantined":1');
    for (const secret of ['private word', 'Ada', '447700900123', validToken, 'wrong-but-secret']) {
      expect(logged).not.toContain(secret);
    }
  });

  it('names the first of several events', async () => {
    const { ports, lines } = createPorts();
    await receiveCallback(toRequest({ text: '{"lines":["a","b"]}' }), lineProvider, ports);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      stored: 2,
      id: eventId({ pk: 'message#lines#line-a', sk: 'message' }),
    });
  });

  it.each([
    ['a message of a kind that no contract has', { kind: 'unknown', providerType: 'hologram' }, 1],
    ['a message whose raw JSON is in the payload bucket', { kind: 'text', text: 'Hello' }, 0],
  ] as const)(
    'counts as quarantined what an operator has to look at: %s',
    async (_, content, count) => {
      const normalize: ProviderAdapter['normalize'] = () => {
        const draft = textMessage();
        const message = { ...draft.data.message, content };
        return [{ kind: 'event', draft: { ...draft, data: { message } } }];
      };
      const { ports, lines, payload } = createPorts();
      const text = JSON.stringify({ padding: count === 0 ? 'x'.repeat(400_000) : '' });
      await receiveCallback(toRequest({ text }), { ...lineProvider, normalize }, ports);
      expect(JSON.parse(lines[0] ?? '').quarantined ?? 0).toBe(count);
      expect(payload.size).toBe(1 - count);
    },
  );

  it('of a conflict names the first event record that conflicts', async () => {
    const store = async ({ key }: EventRecord): Promise<StoreOutcome> =>
      key.pk === 'message#lines#line-a' ? 'stored' : 'conflict';
    const { ports, lines } = createPorts({ records: toEventStore(store) });
    await receiveCallback(toRequest({ text: '{"lines":["a","b","c"]}' }), lineProvider, ports);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      conflict: 2,
      type: 'message.received',
      id: eventId({ pk: 'message#lines#line-b', sk: 'message' }),
    });
  });

  it('of a conflict has no id of a message, which is a phone number in base64', async () => {
    const { ports, lines } = createPorts({ records: toEventStore(async () => 'conflict') });
    const id = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMjUyQTI1NjY3REM3QzY1RkUwRTkA';
    await receiveCallback(
      toRequest({ text: JSON.stringify({ lines: [id] }) }),
      lineProvider,
      ports,
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ conflict: 1 });
    expect(lines.join('\n')).not.toMatch(/wamid|HBgM|line-/);
  });

  it('of a conflict omits a partition key that may be a phone number', async () => {
    const phone = '447700900123';
    const normalize: ProviderAdapter['normalize'] = () => [
      {
        kind: 'event',
        draft: {
          type: 'user.updated',
          providerEvent: 'lines',
          data: { user: { phone }, aspect: 'preferences', current: 'stop' },
          item: { from: phone, value: 'stop' },
        },
      },
    ];
    const { ports, lines } = createPorts({ records: toEventStore(async () => 'conflict') });
    await receiveCallback(toRequest(), { ...lineProvider, normalize }, ports);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ conflict: 1, type: 'user.updated' });
    expect(lines[0]).not.toContain(phone);
  });

  it('of a failure has the code, the name of the cause and advice, and not the text of the cause', async () => {
    const store = async (): Promise<never> => {
      const cause = Object.assign(new Error('a private word'), { name: 'ThrottlingException' });
      throw new TributaryError('store_unavailable', 'look there', { retryable: true, cause });
    };
    const { ports, lines } = createPorts({ records: toEventStore(store) });
    await receiveCallback(toRequest(), lineProvider, ports);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      code: 'store_unavailable',
      cause: 'ThrottlingException',
      advice: 'look there',
    });
    expect(lines.at(-1)).not.toContain('private');
  });

  it('of an unexpected failure has its name, and not its text', async () => {
    const store = () => Promise.reject(new TypeError('a private word'));
    const { ports, lines } = createPorts({ records: toEventStore(store) });
    await receiveCallback(toRequest(), lineProvider, ports);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      code: 'unexpected',
      error: 'TypeError',
    });
    expect(lines.at(-1)).not.toContain('private');
  });
});
