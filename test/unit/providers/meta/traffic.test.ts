import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { TributaryEvent } from '../../../../shared/contract/index.ts';
import { planRelease } from '../../../../tools/operator/replay/plan-replay.ts';
import {
  callback,
  draftsOf,
  messagesValue,
  resultsOf,
  textFrom,
  unrecognizedOf,
} from './callbacks.ts';

const user = '447700900123';
const written = textFrom(user, 'wamid.A');
const typesOf = (body: Parameters<typeof draftsOf>[0]) => draftsOf(body).map(({ type }) => type);

describe('a conversation that another app controls', () => {
  const lists = {
    messages: [written],
    message_echoes: [
      {
        id: 'wamid.B',
        timestamp: '1768046403',
        message: { to: user, type: 'text', text: { body: 'Hi' } },
      },
    ],
    statuses: [{ id: 'wamid.B', status: 'read', timestamp: '1768046404', recipient_id: user }],
  };
  const types = [
    'standby.message.received',
    'standby.message.sent',
    'standby.message.status.updated',
  ];

  it('has events of its own, which no rule for the app’s messages matches', () => {
    expect(typesOf(callback('standby', messagesValue({ standby: lists })))).toEqual(types);
  });

  it('has them wherever the lists stand', () => {
    expect(typesOf(callback('standby', messagesValue(lists)))).toEqual(types);
  });

  it('has the same data as the app’s own messages', () => {
    const [own] = draftsOf(callback('messages', messagesValue({ messages: [written] })));
    const [other] = draftsOf(
      callback('standby', messagesValue({ standby: { messages: [written] } })),
    );
    expect(other?.data).toEqual(own?.data);
  });

  it('gives each item a raw form that has the same result when it is normalized alone', () => {
    for (const draft of draftsOf(callback('standby', messagesValue({ standby: lists })))) {
      expect(draftsOf(draft.raw ?? null).map(({ type, data }) => [type, data])).toEqual([
        [draft.type, draft.data],
      ]);
    }
  });

  it('reports the new number of a user as a change of the user', () => {
    const { text: _, ...message } = written;
    const system = { type: 'user_changed_number', wa_id: '447700900321' };
    const notice = { ...message, type: 'system', system };
    expect(
      typesOf(callback('standby', messagesValue({ standby: { messages: [notice] } }))),
    ).toEqual(['standby.message.received', 'user.updated']);
  });

  it('is unrecognized with a list that has nothing', () => {
    const { path } = unrecognizedOf(callback('standby', messagesValue({ standby: {} })));
    expect(path).toBe('$.entry[0].changes[0].value.standby');
  });

  it('has the ids, after it was quarantined and is replayed, that it would have had', async () => {
    const provider = await loadProvider('meta');
    const receipt = { provider: 'meta', receivedAt: '2026-08-12T03:04:05.678Z' };
    const text = JSON.stringify(callback('standby', messagesValue({ standby: lists })));
    const context = { channels: {} };
    const read = (adapter: typeof provider) =>
      toEventRecords({ text, headers: {} }, adapter, receipt, context).records;
    const [quarantined] = read({
      ...provider,
      normalize: () => [{ kind: 'unrecognized', reason: 'unknown_provider_event' }],
    });
    if (quarantined === undefined) throw new Error('nothing was quarantined');
    const stored = { body: text, headers: {} };
    const plan = planRelease(
      // It was quarantined, which TypeScript cannot know.
      quarantined as typeof quarantined & {
        readonly event: TributaryEvent<'callback.quarantined'>;
      },
      stored,
      { provider, ...context },
      'run',
    );
    expect(plan.outcome).toBe('recognized');
    expect(plan.records.map(({ event }) => event.detail.metadata.id)).toEqual(
      read(provider).map(({ event }) => event.detail.metadata.id),
    );
  });
});

describe('the history of a business', () => {
  const threadWith = (...messages: readonly object[]) =>
    JSON.parse(JSON.stringify({ threads: [{ id: user, messages }] }));
  const historyOf = (...history: readonly object[]) =>
    callback('history', messagesValue({ history: JSON.parse(JSON.stringify(history)) }));

  it.each([
    ['of the user', { from: user }, 'history.message.received'],
    [
      'of a user without a number',
      { from: undefined, from_user_id: 'GB.1' },
      'history.message.received',
    ],
    ['of the business', { from: '15550100001', to: user }, 'history.message.sent'],
    ['of the business, without the user', { from: '15550100001' }, 'history.message.sent'],
  ])('has each message in its direction: %s', (_, from, type) => {
    const [draft] = draftsOf(historyOf(threadWith({ ...written, ...from })));
    expect(draft).toMatchObject({ type, data: { message: { user: { phone: user } } } });
  });

  it('has the status that a message had', () => {
    const statuses = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'ERROR', 'TOMORROW'];
    const messages = statuses.map((status) => ({ ...written, history_context: { status } }));
    const drafts = draftsOf(historyOf(threadWith(...messages)));
    expect(drafts.map(({ data }) => 'message' in data && data.message.status)).toEqual([
      'created',
      'sent',
      'delivered',
      'read',
      'played',
      'failed',
      undefined,
    ]);
  });

  it('has a message of a placeholder, and then the message with its file', () => {
    const { text: _, ...message } = written;
    const placeholder = { ...message, type: 'media_placeholder' };
    const file = { ...message, type: 'image', image: { id: '2000000000000942' } };
    const first = historyOf(threadWith(placeholder));
    const second = callback('history', messagesValue({ messages: [file] }));
    const [before, after] = [first, second].map((body) => draftsOf(body)[0]);
    expect(before?.data).toMatchObject({
      message: { content: { kind: 'unsupported', providerType: 'media_placeholder' }, media: [] },
    });
    expect(after).toMatchObject({
      type: 'history.message.received',
      data: { message: { media: [{ providerMediaId: '2000000000000942' }] } },
    });
  });

  it('gives each message a raw form that has the same result when it is normalized alone', () => {
    const body = historyOf(
      {
        metadata: { phase: 1, chunk_order: 2, progress: 3 },
        ...threadWith(written, { ...written, id: 'wamid.B' }),
      },
      threadWith({ ...written, id: 'wamid.C' }),
    );
    const drafts = draftsOf(body);
    expect(drafts).toHaveLength(3);
    for (const draft of drafts) {
      expect(draftsOf(draft.raw ?? null).map(({ type, data }) => [type, data])).toEqual([
        [draft.type, draft.data],
      ]);
    }
  });

  it('gives each of two items a raw form, also where one has no message', () => {
    const other = { ...written, id: 'wamid.B' };
    for (const body of [
      historyOf(threadWith(written, other)),
      historyOf(threadWith(written), threadWith(other)),
      historyOf(threadWith(), threadWith(other)),
      historyOf(threadWith(), threadWith()),
      historyOf({ metadata: { phase: 2 } }, threadWith(other)),
    ]) {
      const results = resultsOf(body);
      const raws = results.map((result) => {
        if (result.kind === 'event') return result.draft.raw;
        return result.kind === 'unmapped' ? result.raw : undefined;
      });
      const alone = raws.map((raw) => resultsOf(raw ?? body).map(({ kind }) => kind));
      expect(alone).toEqual(results.map(({ kind }) => [kind]));
      expect(results).toHaveLength(2);
    }
  });

  it('is an event of the account when the business refuses it', () => {
    const errors = [{ code: 2593109, title: 'History sync is turned off' }];
    const [draft] = draftsOf(historyOf({ errors }));
    expect(draft).toMatchObject({
      type: 'account.updated',
      data: { current: '2593109', reason: 'History sync is turned off' },
    });
  });

  it('is unmapped where it only says how far it is', () => {
    const [result] = resultsOf(historyOf({ metadata: { phase: 2, progress: 100 } }));
    expect(result).toMatchObject({ kind: 'unmapped', providerEvent: 'history' });
  });

  it('quarantines only the message that cannot be read, with its path', () => {
    const { id: _, ...nameless } = written;
    const results = resultsOf(historyOf(threadWith(written, nameless)));
    expect(
      results.map((result) => (result.kind === 'unrecognized' ? result.path : result.kind)),
    ).toEqual(['event', '$.entry[0].changes[0].value.history[0].threads[0].messages[1].id']);
  });
});
