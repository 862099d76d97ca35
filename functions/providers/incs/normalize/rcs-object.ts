import type { JsonObject } from '../../../../shared/json.ts';
import {
  count,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  text,
} from '../../../../shared/provider/inbound.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { continueWith, readItem } from '../../../../shared/provider/read-item.ts';
import { normalizeRcsObject, type RcsOrigin } from '../../../../shared/rcs/normalize-object.ts';

/** INCS adds to Google's object where the tapped suggestion stood. */
const tracked = inboundObject({
  suggestionResponse: optionalObject({
    trackdata: optionalObject({
      suggestionType: text,
      msgType: text,
      cardIndex: count,
      suggestionIndex: count,
      msgId: text,
      msgDate: instant,
      template: text,
    }),
  }),
});

type TrackData = NonNullable<InboundValue<typeof tracked>['suggestionResponse']>['trackdata'];

/** The result of an object of Google's RCS, with what INCS adds to a tapped suggestion. */
export function normalizeTrackedRcsObject(json: JsonObject, origin: RcsOrigin): NormalizeResult {
  const result = normalizeRcsObject(json, origin);
  return continueWith(readItem(tracked, json, origin), ({ suggestionResponse }) =>
    withTracking(result, suggestionResponse?.trackdata),
  );
}

function withTracking(result: NormalizeResult, data: TrackData): NormalizeResult {
  if (data === undefined || result.kind !== 'event') return result;
  const { draft } = result;
  if (draft.type !== 'message.received') return result;
  const { message } = draft.data;
  if (message.content.kind !== 'suggestion') return result;
  const tracking = {
    suggestionType: data.suggestionType,
    messageType: data.msgType,
    cardIndex: data.cardIndex,
    suggestionIndex: data.suggestionIndex,
    messageId: data.msgId,
    messageAt: data.msgDate,
    templateId: data.template,
  };
  const content = { ...message.content, tracking };
  return { kind: 'event', draft: { ...draft, data: { message: { ...message, content } } } };
}
