import { isJsonArray, isJsonObject, type JsonValue } from '../json.ts';
import type { Normalizer } from '../provider/normalize-items.ts';
import { invalidShape, unknownProviderEvent } from '../provider/read-item.ts';
import { toTraffic } from '../provider/traffic.ts';
import { normalizePolicyEnforcement } from './accounts.ts';
import { normalizeCall } from './calls.ts';
import { normalizeControl } from './control.ts';
import {
  normalizeCallPermission,
  normalizeCustomerInformation,
  normalizeFeedback,
  normalizeMessage,
  normalizeMessageEdit,
  normalizeOrder,
  normalizePostback,
  normalizeReaction,
  normalizeReferral,
  normalizeResponseFeedback,
} from './messages.ts';
import type { PlatformItem } from './read-events.ts';
import { normalizeDelivery, normalizeRead } from './statuses.ts';
import { normalizeAccountLinking, normalizeOptIn } from './users.ts';

/** For an event that no one needs to act on: no one wrote, and nothing about a message changed. */
const unmapped: Normalizer<PlatformItem> = ({ providerEvent, raw }) => ({
  kind: 'unmapped',
  providerEvent,
  raw,
});

/** For each member that says what happened. */
const normalizerOf: Readonly<Record<string, Normalizer<PlatformItem>>> = {
  message: normalizeMessage,
  postback: normalizePostback,
  referral: normalizeReferral,
  reaction: normalizeReaction,
  message_edit: normalizeMessageEdit,
  order: normalizeOrder,
  messaging_feedback: normalizeFeedback,
  response_feedback: normalizeResponseFeedback,
  messaging_customer_information: normalizeCustomerInformation,
  call_permission_reply: normalizeCallPermission,
  call: normalizeCall,
  delivery: normalizeDelivery,
  read: normalizeRead,
  pass_thread_control: normalizeControl,
  take_thread_control: normalizeControl,
  request_thread_control: normalizeControl,
  app_roles: unmapped,
  optin: normalizeOptIn,
  account_linking: normalizeAccountLinking,
  policy_enforcement: normalizePolicyEnforcement,
  game_play: unmapped,
};

/** An event of a conversation, by the member that says what happened. */
export const normalizeEvent: Normalizer<PlatformItem> = (item, context) => {
  const normalize = item.kind === undefined ? undefined : normalizerOf[item.kind];
  return normalize === undefined
    ? invalidShape(item, [], 'expected an event of a conversation')
    : normalize(item, context);
};

/** `standby`: what the app in control of a conversation receives and sends. */
export const normalizeStandby: Normalizer<PlatformItem> = (item, context) => {
  const results = normalizeEvent(item, context);
  const list = 'kind' in results ? [results] : results;
  return list.map((result) => toTraffic(result, 'standby'));
};

/** A change outside of conversations, such as a comment. */
export { unmapped as normalizeChange };

/**
 * Any other webhook field. What a person wrote to the business must not be lost, and is quarantined.
 * Everything else is unmapped, also what is public: it names a post.
 */
export const normalizeOther: Normalizer<PlatformItem> = (item, context) =>
  isWritten(item.json ?? null)
    ? unknownProviderEvent(item.providerEvent, item.path, item.raw)
    : unmapped(item, context);

/** Whether a message occurs at any depth: an object with a sender and a text, a message or an attachment. */
function isWritten(value: JsonValue): boolean {
  if (!isJsonObject(value)) return isJsonArray(value) && value.some(isWritten);
  const has = (...names: readonly string[]) => names.some((name) => name in value);
  const isPublic = has('post_id', 'comment_id', 'media', 'media_id');
  const isMessage = has('sender', 'from') && has('message', 'text', 'attachments');
  return (isMessage && !isPublic) || Object.values(value).some(isWritten);
}
