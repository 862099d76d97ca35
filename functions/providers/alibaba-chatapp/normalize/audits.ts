import type { EventDraft } from '../../../../shared/contract/draft.ts';
import {
  type BodyItem,
  type Normalizer,
  normalizeWith,
} from '../../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../../shared/provider/normalize-result.ts';
import { invalidShape } from '../../../../shared/provider/read-item.ts';
import { toPhone, toPhoneNumber } from '../../../../shared/provider/values/phone.ts';
import { type Audit, audit } from '../schema.ts';
import { toAccount } from './parties.ts';

/** A template was reviewed, paused or disabled. */
export const normalizeTemplate = templateNormalizer('template.status.updated');

/** A template moved to another category: `Status` is likely to have it. */
export const normalizeTemplateCategory = templateNormalizer('template.category.updated');

/** The quality of a template changed: `Status` is likely to have it. */
export const normalizeTemplateQuality = templateNormalizer('template.quality.updated');

type TemplateType = Extract<EventDraft['type'], `template.${string}`>;

function templateNormalizer(type: TemplateType): Normalizer<BodyItem> {
  return normalizeWith(audit, (update, item: BodyItem) => {
    const { TemplateCode: id, TemplateName: name, Language: language } = update;
    const { AuditStatus, Status, Reason: reason } = update;
    const isStatus = type === 'template.status.updated';
    const current = isStatus ? (AuditStatus ?? Status) : (Status ?? AuditStatus);
    if (current === undefined) return invalidShape(item, ['AuditStatus'], 'expected text');
    if (id === undefined && name === undefined) {
      return invalidShape(item, ['TemplateCode'], 'expected the code of a template');
    }
    const data = { template: { id, name, language }, current, reason };
    return { kind: 'event', draft: { type, ...toEnvelope(update, item), data } };
  });
}

/** WhatsApp decided on the name of a phone number. */
export const normalizePhoneName = normalizeWith(audit, (update, item: BodyItem) =>
  toPhoneUpdate(update, item, { aspect: 'name', current: update.Status ?? update.AuditStatus }),
);

/** The quality or the message limit of a phone number changed. */
export const normalizePhoneQuality = normalizeWith(audit, (update, item: BodyItem) => {
  const { Status, CurrentLimit } = update;
  const isRating = /^(green|yellow|red|unknown)$/i.test(Status ?? '');
  return toPhoneUpdate(update, item, {
    aspect: 'quality',
    current: Status ?? CurrentLimit,
    rating: isRating ? Status : undefined,
    limit: { current: CurrentLimit },
  });
});

type PhoneData = EventDraft<'phone.updated'>['data'];

function toPhoneUpdate(
  update: Audit,
  item: BodyItem,
  {
    current,
    ...change
  }: Omit<PhoneData, 'phone' | 'current'> & {
    readonly current: string | undefined;
  },
): NormalizeResult {
  const { PhoneNumber, Reason: reason } = update;
  if (current === undefined) return invalidShape(item, ['Status'], 'expected text');
  if (PhoneNumber === undefined) {
    return invalidShape(item, ['PhoneNumber'], 'expected a phone number');
  }
  const data = { phone: toPhoneNumber(PhoneNumber), current, reason, ...change };
  return {
    kind: 'event',
    draft: { type: 'phone.updated', ...toEnvelope(update, item), data },
  };
}

/** A WhatsApp Business Account was reviewed, restricted or changed. */
export const normalizeAccount = normalizeWith(audit, (update, item: BodyItem) => {
  const { WabaId: id, Status, AuditStatus, Reason: reason, PhoneNumber } = update;
  const current = Status ?? AuditStatus;
  if (current === undefined) return invalidShape(item, ['Status'], 'expected text');
  if (id === undefined) return invalidShape(item, ['WabaId'], 'expected the id of an account');
  const data = { account: { id }, current, reason, phoneNumber: toPhone(PhoneNumber) };
  return {
    kind: 'event',
    draft: { type: 'account.updated', ...toEnvelope(update, item), data },
  };
});

function toEnvelope(update: Audit, { providerEvent, json, raw }: BodyItem) {
  const account = toAccount(update);
  return { providerEvent, channel: 'whatsapp', account, item: json, raw } as const;
}
