import type { EventDraft } from '../../shared/contract/draft.ts';
import type { EventType } from '../../shared/contract/index.ts';
import { type JsonValue, withoutEmpty } from '../../shared/json.ts';
import type { NormalizeResult, Unrecognized } from '../../shared/provider/normalize-result.ts';
import type { ChannelDirectory, ProviderAdapter } from '../../shared/provider/provider-adapter.ts';

/** What an adapter makes of a body with one item; every other result is an error. */
export interface ResultReader {
  /** The draft of the event, without empty fields. */
  anyDraftOf(body: JsonValue, channels?: ChannelDirectory): EventDraft;
  /** The same, when it is of this type. */
  draftOf<Type extends EventType>(
    type: Type,
    body: JsonValue,
    channels?: ChannelDirectory,
  ): EventDraft<Type>;
  /** Why the body is unrecognized. */
  unrecognizedOf(body: JsonValue): Unrecognized;
}

/** Normalizes bodies of a provider for tests about a single item. */
export function createResultReader(adapter: ProviderAdapter): ResultReader {
  const resultOf = (body: JsonValue, channels: ChannelDirectory = {}) =>
    onlyOne(adapter.normalize(body, { channels }));
  const anyDraftOf: ResultReader['anyDraftOf'] = (body, channels) =>
    toDraft(resultOf(body, channels));
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

/** The draft of a result that is an event, without empty fields. */
export function toDraft(result: NormalizeResult): EventDraft {
  if (result.kind !== 'event') throw new Error(`not an event: ${JSON.stringify(result)}`);
  return withoutEmpty(result.draft);
}

/** A result that is unrecognized. */
export function toUnrecognized(result: NormalizeResult): Unrecognized {
  if (result.kind !== 'unrecognized') throw new Error(`recognized: ${JSON.stringify(result)}`);
  return result;
}

function isOfType<Type extends EventType>(
  draft: EventDraft,
  type: Type,
): draft is Extract<EventDraft, { type: Type }> & EventDraft<Type> {
  return draft.type === type;
}
