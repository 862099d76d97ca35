import type { Business, Data } from '../contract/index.ts';
import {
  count,
  type InboundValue,
  inboundObject,
  instant,
  optionalObject,
  requiredText,
  sha256,
  text,
} from '../provider/inbound.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { invalidShape } from '../provider/read-item.ts';
import { toHttpUrl } from '../provider/values/file.ts';
import { toPhone } from '../provider/values/phone.ts';
import { toProviderErrors } from './errors.ts';
import type { ValueContext, ValueItem } from './normalize-value.ts';
import { type PersonRef, toUser } from './parties.ts';
import { cloudApiErrors } from './schema.ts';

const file = optionalObject({ id: text, mime_type: text, sha256, url: text });

/**
 * An entry of `calls`, in the `value` of the webhook field `calls`:
 *
 *     { "id": "wacid.HBgM…", "from": "447700900123", "to": "15550100001", "event": "terminate",
 *       "timestamp": "1768046488", "direction": "USER_INITIATED", "status": "COMPLETED",
 *       "start_time": "1768046410", "end_time": "1768046488", "duration": 78 }
 *
 * The times and the duration are there when the call was picked up. The errors stand beside the list.
 * developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference, read on
 * 2026-11-28.
 */
export const cloudApiCall = inboundObject({
  id: requiredText,
  event: text,
  timestamp: instant,
  direction: text,
  from: text,
  from_user_id: text,
  from_parent_user_id: text,
  to: text,
  to_user_id: text,
  to_parent_user_id: text,
  status: text,
  start_time: instant,
  end_time: instant,
  duration: count,
  biz_opaque_callback_data: text,
  deeplink_payload: text,
  cta_payload: text,
  call_recording: optionalObject({ type: text, audio: file }),
  call_transcript: optionalObject({ document: file }),
  errors: cloudApiErrors,
});

/** A status of the type `call`: of a call that the business began, `RINGING`, `ACCEPTED` or `REJECTED`. */
export const cloudApiCallStatus = inboundObject({
  id: requiredText,
  status: requiredText,
  timestamp: instant,
  recipient_id: text,
  recipient_user_id: text,
  recipient_parent_user_id: text,
  parent_recipient_user_id: text,
  biz_opaque_callback_data: text,
  errors: cloudApiErrors,
});

type Call = InboundValue<typeof cloudApiCall>;
type CallData = Data<'call.updated'>;

/** The event of an entry of `calls`: it began, was taken, ended, or was recorded. */
export function normalizeCall(call: Call, item: ValueItem, context: ValueContext): NormalizeResult {
  const direction = toDirection(call.direction);
  const ref = toUserRef(call, direction, context.business);
  const word = call.event ?? call.status;
  if (word === undefined) return invalidShape(item.placeOf(ref), ['event'], 'expected text');
  const current = toCurrent(word);
  const { start_time: startedAt, duration: durationSeconds } = call;
  const wasTaken = startedAt !== undefined || (durationSeconds ?? 0) > 0;
  return toEvent(ref, item, context, call, {
    current,
    call: {
      id: call.id,
      direction,
      missed: current === 'terminated' ? !wasTaken : undefined,
      outcome: call.event === undefined ? undefined : call.status,
      startedAt,
      endedAt: call.end_time,
      durationSeconds,
      deeplinkPayload: call.deeplink_payload,
      buttonPayload: call.cta_payload,
    },
    recording: toFile(call.call_recording?.audio, call.call_recording?.type),
    transcript: toFile(call.call_transcript?.document),
  });
}

/** The event of a status that is about a call. */
export function normalizeCallStatus(
  entry: InboundValue<typeof cloudApiCallStatus>,
  item: ValueItem,
  context: ValueContext,
): NormalizeResult {
  const ref = {
    waId: entry.recipient_id,
    userId: entry.recipient_user_id,
    parentUserId: entry.recipient_parent_user_id ?? entry.parent_recipient_user_id,
  };
  const call = { id: entry.id, direction: 'outbound' } as const;
  return toEvent(ref, item, context, entry, { current: toCurrent(entry.status), call });
}

function toEvent(
  ref: PersonRef,
  item: ValueItem,
  { providerEvent, account, business, metadata }: ValueContext,
  {
    timestamp,
    biz_opaque_callback_data,
    errors,
  }: Pick<Call, 'timestamp' | 'biz_opaque_callback_data' | 'errors'>,
  data: Pick<CallData, 'current' | 'call' | 'recording' | 'transcript'>,
): NormalizeResult {
  return {
    kind: 'event',
    draft: {
      type: 'call.updated',
      providerEvent,
      channel: 'whatsapp',
      account,
      occurredAt: timestamp,
      data: {
        ...data,
        business,
        user: toUser(ref, item.contactOf(ref)),
        callbackData: biz_opaque_callback_data,
        errors: toProviderErrors(errors),
      },
      item: { metadata, entry: item.json },
      raw: item.placeOf(ref).raw,
    },
  };
}

/** Meta's words differ in case and, for the end of a call, in form. */
function toCurrent(word: string): string {
  const lower = word.toLowerCase();
  return lower === 'terminate' ? 'terminated' : lower;
}

function toDirection(written: string | undefined): CallData['call']['direction'] {
  switch (written?.toUpperCase()) {
    case 'USER_INITIATED':
      return 'inbound';
    case 'BUSINESS_INITIATED':
      return 'outbound';
    default:
      return undefined;
  }
}

/**
 * The user is the side that is not the business: in some examples of calls that the business began, its
 * number stands in `to`. Only users have ids.
 */
function toUserRef(
  call: Call,
  direction: CallData['call']['direction'],
  business: Business | undefined,
): PersonRef {
  const isBusiness = (side: string | undefined) =>
    side !== undefined && business?.phone !== undefined && toPhone(side) === business.phone;
  const callee = direction === 'outbound' ? !isBusiness(call.to) : isBusiness(call.from);
  return {
    waId: callee ? call.to : call.from,
    userId: call.from_user_id ?? call.to_user_id,
    parentUserId: call.from_parent_user_id ?? call.to_parent_user_id,
  };
}

function toFile(value: InboundValue<typeof file>, kind?: string): CallData['recording'] {
  return (
    value && {
      kind,
      providerMediaId: value.id,
      url: toHttpUrl(value.url),
      mimeType: value.mime_type,
      sha256: value.sha256,
    }
  );
}
