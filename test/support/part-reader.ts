import type { EventDraft } from '../../shared/contract/draft.ts';
import type { EventType } from '../../shared/contract/index.ts';
import { type JsonValue, withoutEmpty } from '../../shared/json.ts';
import type {
  ChannelDirectory,
  ProviderAdapter,
  Unrecognized,
} from '../../shared/provider/provider-adapter.ts';

/** What an adapter says of a body that gives one part; everything else is an error. */
export interface PartReader {
  /** The event, without what is empty. */
  anyDraftOf(body: JsonValue, channels?: ChannelDirectory): EventDraft;
  /** The same, when it is of this type. */
  draftOf<Type extends EventType>(
    type: Type,
    body: JsonValue,
    channels?: ChannelDirectory,
  ): EventDraft<Type>;
  /** Why the body is not understood. */
  unrecognizedOf(body: JsonValue): Unrecognized;
}

/** Reads bodies of a provider for tests about a single item. */
export function createPartReader(provider: ProviderAdapter): PartReader {
  const partOf = (body: JsonValue, channels: ChannelDirectory) => {
    const [part, ...more] = provider.normalize(body, { channels });
    if (part === undefined || more.length > 0) throw new Error(`${more.length + 1} parts, not one`);
    if ('kept' in part) throw new Error(`only kept: ${part.kept.providerEvent}`);
    return part;
  };
  const anyDraftOf: PartReader['anyDraftOf'] = (body, channels = {}) => {
    const part = partOf(body, channels);
    if (!part.understood) throw new Error(`not understood: ${JSON.stringify(part.unrecognized)}`);
    return withoutEmpty(part.draft);
  };
  return {
    anyDraftOf,
    draftOf(type, body, channels) {
      const draft = anyDraftOf(body, channels);
      if (!isOfType(draft, type)) throw new Error(`a ${draft.type}, not a ${type}`);
      return draft;
    },
    unrecognizedOf(body) {
      const part = partOf(body, {});
      if (part.understood) throw new Error(`understood as ${part.draft.type}`);
      return part.unrecognized;
    },
  };
}

function isOfType<Type extends EventType>(
  draft: EventDraft,
  type: Type,
): draft is Extract<EventDraft, { type: Type }> & EventDraft<Type> {
  return draft.type === type;
}
