import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json.ts';
import {
  listIn,
  type Normalizer,
  normalizeItems,
} from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import { normalizeMessage } from './normalize/message.ts';
import { normalizeInboundEvent } from './normalize/messages-api.ts';
import { normalizeIdentityChange, normalizePayment } from './normalize/notices.ts';
import { normalizeConsent, normalizeMarketingPreference } from './normalize/preferences.ts';
import { normalizeConversationStarted, normalizeRcsSender } from './normalize/rcs-updates.ts';
import { normalizeSeenReport, normalizeStatusReport } from './normalize/reports.ts';
import {
  normalizeTemplateCategory,
  normalizeTemplateQuality,
  normalizeTemplateStatus,
} from './normalize/template-updates.ts';

const unmapped: Normalizer = ({ providerEvent, raw }) => ({ kind: 'unmapped', providerEvent, raw });

export const normalize = normalizeItems(manifest, {
  readItems: listIn('results', toProviderEvent),
  normalizers: {
    message: normalizeMessage,
    'status-report': normalizeStatusReport,
    'seen-report': normalizeSeenReport,
    MO: normalizeInboundEvent,
    DELIVERY: normalizeStatusReport,
    SEEN: normalizeSeenReport,
    TEMPLATE_STATUS_UPDATE: normalizeTemplateStatus,
    TEMPLATE_CATEGORY_UPDATE: normalizeTemplateCategory,
    TEMPLATE_QUALITY_UPDATE: normalizeTemplateQuality,
    payment: normalizePayment,
    user_identity_changed: normalizeIdentityChange,
    'marketing-preference': normalizeMarketingPreference,
    SUBSCRIBE: normalizeConsent,
    UNSUBSCRIBE: normalizeConsent,
    CONVERSATION_STARTED: normalizeConversationStarted,
    RCS_SENDER_STATUS_UPDATE: normalizeRcsSender,
    RCS_SENDER_LAUNCH_STATUS_UPDATE: normalizeRcsSender,
    RCS_TEST_NUMBER_STATUS_UPDATE: unmapped,
    PROVIDER_UPDATE: unmapped,
    CLICKED: unmapped,
    MARKETING_CLICK: unmapped,
    'capability-check': unmapped,
  },
});

/** Members that tell what an item is where nothing names it, the surest first. */
const members = [
  ['message', 'message'],
  ['status', 'status-report'],
  ['seenAt', 'seen-report'],
  ['text', 'message'],
  ['cleanText', 'message'],
  ['capabilityCheckResult', 'capability-check'],
] as const;

/** An item names itself in one of four places, or is known by its members. */
function toProviderEvent(item: JsonObject): string | undefined {
  const { event, change, content, notificationType } = item;
  if (has(content, 'notificationMessagesStatus')) return 'marketing-preference';
  const named = [event, typeOf(event), typeOf(change), typeOf(content), notificationType].find(
    (name) => typeof name === 'string' && name !== '',
  );
  if (typeof named === 'string') return named;
  return members.find(([member]) => has(item, member))?.[1];
}

function typeOf(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? value.type : undefined;
}

/** Whether an object has a value of this name. */
function has(value: JsonValue | undefined, name: string): boolean {
  return isJsonObject(value) && Object.hasOwn(value, name) && value[name] !== null;
}
