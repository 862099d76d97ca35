import { isEmpty, type JsonObject } from '../../../shared/json.ts';
import { listBody, normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { manifest } from './manifest.ts';
import {
  normalizeAccount,
  normalizePhoneName,
  normalizePhoneQuality,
  normalizeTemplate,
  normalizeTemplateCategory,
  normalizeTemplateQuality,
} from './normalize/audits.ts';
import { normalizeInbound } from './normalize/inbound-message.ts';
import { normalizeStatus } from './normalize/status.ts';

export const normalize = normalizeItems(manifest, {
  readItems: listBody(toProviderEvent),
  normalizers: {
    inbound: normalizeInbound,
    status: normalizeStatus,
    template: normalizeTemplate,
    templateCategoryUpdate: normalizeTemplateCategory,
    templateQualityUpdate: normalizeTemplateQuality,
    phoneNameUpdate: normalizePhoneName,
    phoneQualityUpdate: normalizePhoneQuality,
    wabaReviewUpdate: normalizeAccount,
    wabaAccountUpdate: normalizeAccount,
  },
});

/**
 * Messages and statuses have the id of a message, and only statuses say what became of it. Any other item is
 * an audit, which names itself in its second version; the first is about templates.
 */
function toProviderEvent(item: JsonObject): string | undefined {
  const { MessageId, Message, NoticeType, Status, MsgFrameType, Type, AuditStatus } = item;
  if (!isEmpty(Message) || NoticeType === 'inbound') return 'inbound';
  if (!isEmpty(MessageId)) return isEmpty(Status) && isEmpty(MsgFrameType) ? 'inbound' : 'status';
  if (typeof Type === 'string' && Type !== '') return Type;
  return isEmpty(AuditStatus) ? undefined : 'template';
}
