import type { EventDraft } from '../contract/draft.ts';
import { isEmpty, type JsonObject, type JsonValue } from '../json.ts';
import { type InboundValue, toList, toObject } from '../provider/inbound.ts';
import type { Normalizer } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, readItem } from '../provider/read-item.ts';
import { toTraffic } from '../provider/traffic.ts';
import { type StatusWords, toMessageStatus } from '../provider/values/message-status.ts';
import { toProviderErrors } from '../whatsapp/errors.ts';
import { normalizeMessage } from '../whatsapp/messages.ts';
import { normalizeCloudApiValue, type ValueContext } from '../whatsapp/normalize-value.ts';
import { toAccount, toBusiness } from '../whatsapp/parties.ts';
import { cloudApiMessage, cloudApiValue } from '../whatsapp/schema.ts';
import { type Change, toEnvelope } from './changes.ts';
import { historyEntry, historyMessage, historyThread } from './conversation-schemas.ts';
import { toOrigin } from './messages.ts';
import { toResults } from './standby.ts';

/**
 * `history`: the messages of 180 days, of a business that joined the Cloud API with its WhatsApp
 * Business app. They come in threads; a file comes in a callback of its own, in the form of `messages`.
 * A business may refuse: then there are errors instead of threads.
 */
export const normalizeHistory: Normalizer<Change> = (change, context) => {
  const value = toObject(change.json) ?? {};
  const entries = toEntries(value);
  if (entries.length === 0) {
    const { history: _history, messages: _messages, message_echoes: _echoes, ...around } = value;
    const results = normalizeCloudApiValue(change.json, {
      ...toOrigin(change, context),
      // A refusal beside files is what it is alone.
      normalizeError: (error, { raw }) =>
        normalizeHistory({ ...change, json: { ...around, errors: [error] }, raw }, context),
    });
    return toResults(results).map((result) => toTraffic(result, 'history'));
  }
  const origin = toOrigin(change, context);
  return continueWith(readItem(cloudApiValue, value, change), ({ metadata }) => {
    const around: ValueContext = {
      providerEvent: change.providerEvent,
      path: change.path,
      account: toAccount(metadata, origin),
      business: toBusiness(metadata, origin),
      metadata: value.metadata ?? null,
    };
    const counts = entries.flatMap(toThreads).map((thread) => toMessages(thread).length || 1);
    const isOnlyItem = entries.length === 1 && counts.reduce((sum, count) => sum + count, 0) <= 1;
    return entries.flatMap((entry, index) =>
      normalizeEntry({ change, value, around, entry, index, isOnlyItem }),
    );
  });
};

/** The entries of `history`. A refusal may stand beside it, where errors stand in other fields. */
function toEntries(value: JsonObject): readonly JsonValue[] {
  const { history, errors, ...lists } = value;
  const isRefusal = !isEmpty(errors) && isEmpty(lists.messages) && isEmpty(lists.message_echoes);
  return isEmpty(history) && isRefusal ? [{ errors }] : toList(history);
}

/** One entry of `history`, with what stands around it. */
interface Entry {
  readonly change: Change;
  readonly value: JsonObject;
  readonly around: ValueContext;
  readonly entry: JsonValue;
  readonly index: number;
  /** Whether the callback has nothing else: its raw form is then the callback itself. */
  readonly isOnlyItem: boolean;
}

function normalizeEntry(position: Entry): NormalizeResult | readonly NormalizeResult[] {
  const { change, entry, index } = position;
  const path = [...change.path, 'history', index];
  const { providerEvent } = change;
  const place = { providerEvent, path, raw: toRaw(position, entry) };
  return continueWith(readItem(historyEntry, entry, place), ({ metadata, errors }) => {
    if (errors !== undefined && errors.length > 0) return toRefusal(position, errors);
    const transfer = {
      phase: metadata?.phase,
      chunk: metadata?.chunk_order,
      progress: metadata?.progress,
    };
    const results = toThreads(entry).flatMap((thread, at) =>
      normalizeThread(position, thread, [...path, 'threads', at], transfer),
    );
    return results.length > 0 ? results : { kind: 'unmapped', providerEvent, raw: place.raw };
  });
}

type Transfer = EventDraft<'history.message.received'>['data']['transfer'];

function normalizeThread(
  position: Entry,
  thread: JsonValue,
  path: readonly (string | number)[],
  transfer: Transfer,
): readonly NormalizeResult[] {
  const { change, entry, around } = position;
  const messages = toMessages(thread);
  if (messages.length === 0) {
    const raw = toRaw(position, { ...toObject(entry), threads: [thread] });
    return [{ kind: 'unmapped', providerEvent: change.providerEvent, raw }];
  }
  return messages.map((json, index) => {
    const place = {
      providerEvent: change.providerEvent,
      path: [...path, 'messages', index],
      raw: toRaw(position, {
        ...toObject(entry),
        threads: [{ ...toObject(thread), messages: [json] }],
      }),
    };
    return continueWith(readItem(historyThread, thread, place), ({ id, context }) =>
      continueWith(readItem(historyMessage, json, place), ({ history_context, ...party }) => {
        const isInbound = isOfUser(party, id, context);
        const addressed = isInbound ? json : { to: id ?? null, ...toObject(json) };
        const item = {
          list: isInbound ? 'messages' : 'message_echoes',
          json: addressed,
          contactOf: () => ({
            wa_id: context?.wa_id ?? id,
            user_id: context?.user_id,
            parent_user_id: context?.parent_user_id,
            profile: { username: context?.username, name: undefined },
          }),
          placeOf: () => place,
        } as const;
        return continueWith(readItem(cloudApiMessage, addressed, place), (message) => {
          const result = normalizeMessage(message, item, item.list, around);
          return withHistory(result, transfer, history_context?.status);
        });
      }),
    );
  });
}

/** A user is known by the id of the thread; the business never has an id that is scoped to itself. */
function isOfUser(
  {
    from,
    from_user_id,
  }: { readonly from?: string | undefined; readonly from_user_id?: string | undefined },
  threadId: string | undefined,
  context: InboundValue<typeof historyThread>['context'],
): boolean {
  if (from_user_id !== undefined) return true;
  return from !== undefined && (from === threadId || from === context?.wa_id);
}

/** WhatsApp's words for the status of a message of the history; it writes them in capitals. */
const historyWords: StatusWords = {
  error: { status: 'failed', because: 'The message did not arrive.' },
  pending: { status: 'created', because: 'The message waits to be sent.' },
};

function withHistory(
  result: NormalizeResult,
  transfer: Transfer,
  word: string | undefined,
): NormalizeResult {
  const past = toTraffic(result, 'history');
  if (past.kind !== 'event') return past;
  const { draft } = past;
  if (draft.type !== 'history.message.received' && draft.type !== 'history.message.sent')
    return past;
  const status = word === undefined ? undefined : toMessageStatus(word, historyWords)?.status;
  const message = { ...draft.data.message, status };
  return { kind: 'event', draft: { ...draft, data: { message, transfer } } };
}

/** The business shares no history, or not all of it. */
function toRefusal(
  position: Entry,
  errors: NonNullable<InboundValue<typeof historyEntry>['errors']>,
): readonly NormalizeResult[] {
  const { change, around, entry } = position;
  const shown = toProviderErrors(errors);
  const [first] = shown;
  return [
    {
      kind: 'event',
      draft: {
        ...toEnvelope(change),
        type: 'account.updated',
        account: around.account,
        data: {
          account: { id: change.wabaId },
          current: first?.code ?? 'history_error',
          reason: first?.detail ?? first?.title,
          errors: shown,
        },
        item: { metadata: around.metadata, entry },
        raw: toRaw(position, entry),
      },
    },
  ];
}

/** The body that holds nothing but this entry of `history`. */
function toRaw({ change, value, isOnlyItem }: Entry, entry: JsonValue): JsonValue | undefined {
  return isOnlyItem ? change.raw : change.toBody({ ...value, history: [entry] });
}

function toThreads(entry: JsonValue): readonly JsonValue[] {
  const { threads } = toObject(entry) ?? {};
  return isEmpty(threads) ? [] : toList(threads);
}

function toMessages(thread: JsonValue): readonly JsonValue[] {
  return toList(toObject(thread)?.messages);
}
