import type { EventDraft } from '../../shared/contract/draft.ts';
import type { Data, EventType } from '../../shared/contract/index.ts';
import { type JsonValue, withoutEmpty } from '../../shared/json.ts';
import type { NormalizeResult, Unrecognized } from '../../shared/provider/normalize-result.ts';
import type { ChannelDirectory, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';
import { toEventRecord } from '../../shared/table/to-event-record.ts';
import { receipt } from './drafts.ts';

/** A draft with the data that its event has: without empty fields, and with what follows from them. */
export type CompleteDraft<Type extends EventType = EventType> = {
  [T in Type]: Omit<EventDraft<T>, 'data'> & { readonly data: Data<T> };
}[Type];

/** What an adapter makes of a body with one item; every other result is an error. */
export interface ResultReader {
  /** The draft of the event. */
  anyDraftOf(body: JsonValue, channels?: ChannelDirectory): CompleteDraft;
  /** The same, when it is of this type. */
  draftOf<Type extends EventType>(
    type: Type,
    body: JsonValue,
    channels?: ChannelDirectory,
  ): CompleteDraft<Type>;
  /** Why the body is unrecognized. */
  unrecognizedOf(body: JsonValue): Unrecognized;
}

/** Normalizes bodies of a provider for tests about a single item. */
export function createResultReader(adapter: ProviderAdapter): ResultReader {
  const resultOf = (body: JsonValue, channels: ChannelDirectory = {}) =>
    onlyOne(adapter.normalize(body, { channels }));
  const anyDraftOf: ResultReader['anyDraftOf'] = (body, channels) =>
    toDraft(resultOf(body, channels), adapter.manifest.id);
  return {
    anyDraftOf,
    draftOf(type, body, channels) {
      const draft = anyDraftOf(body, channels);
      if (!isOfType(draft, type)) throw new Error(`a ${draft.type}, not a ${type}`);
      return draft;
    },
    unrecognizedOf: (body) => toUnrecognized(resultOf(body)),
  };
}

/** The only result there is. */
export function onlyOne(results: readonly NormalizeResult[]): NormalizeResult {
  const [result, ...more] = results;
  if (result === undefined || more.length > 0) throw new Error(`${results.length} results, not 1`);
  return result;
}

/** The draft of a result that is an event. */
export function toDraft(result: NormalizeResult, provider = receipt.provider): CompleteDraft {
  if (result.kind !== 'event') throw new Error(`not an event: ${JSON.stringify(result)}`);
  const { data } = toEventRecord(result.draft, { ...receipt, provider }).event.detail;
  // TypeScript does not follow that the draft and the data of its event are of the same type.
  return { ...withoutEmpty(result.draft), data } as CompleteDraft;
}

/** A result that is unrecognized. */
export function toUnrecognized(result: NormalizeResult): Unrecognized {
  if (result.kind !== 'unrecognized') throw new Error(`recognized: ${JSON.stringify(result)}`);
  return result;
}

function isOfType<Type extends EventType>(
  draft: CompleteDraft,
  type: Type,
): draft is Extract<CompleteDraft, { type: Type }> & CompleteDraft<Type> {
  return draft.type === type;
}
