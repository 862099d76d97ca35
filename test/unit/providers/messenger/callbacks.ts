import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { type CompleteDraft, onlyOne, toDraft } from '../../../support/result-reader.ts';

const provider = await loadProvider('messenger');

/** As short as the number of a phone, which ids of before 2018 are. */
export const user = '447700900123';
export const page = '104001234567890';
export const at = 1_795_003_200_000;

/** An event of a user to the page. */
export function eventOf(what: JsonObject, over: JsonObject = {}): JsonObject {
  return { sender: { id: user }, recipient: { id: page }, timestamp: at, ...what, ...over };
}

/** A callback with these events in one list of one entry. */
export function callbackOf(list: string, ...events: readonly JsonValue[]): JsonObject {
  return { object: 'page', entry: [{ id: page, time: at + 500, [list]: events }] };
}

export function resultsOf(body: JsonValue): readonly NormalizeResult[] {
  return provider.normalize(body, { channels: {} });
}

/** The draft of the only event of a callback that has only this one. */
export function draftOf(what: JsonObject, over?: JsonObject): CompleteDraft {
  return toDraft(onlyOne(resultsOf(callbackOf('messaging', eventOf(what, over)))), 'messenger');
}
