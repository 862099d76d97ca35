import type { Data } from '../contract/index.ts';
import {
  type InboundValue,
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  text,
} from '../provider/inbound.ts';
import { toCalendarDate } from '../provider/values/calendar-date.ts';

/**
 * What Meta's webhook `account_update` says when it enforces a policy against an account. Resellers
 * pass it on.
 */
export const enforcementFields = {
  ban_info: optionalObject({ waba_ban_state: text, waba_ban_date: text }),
  violation_info: optionalObject({ violation_type: text, remediation: text }),
};

/** The restrictions of an account: `restriction_info`, in other versions `restrictions`. */
export const restrictionList = optionalList(
  inboundObject({ restriction_type: text, expiration: instant, remediation: text }),
);

/** What Meta has done about an account, and why. */
export function toEnforcement(value: {
  readonly ban: InboundValue<typeof enforcementFields.ban_info>;
  readonly violation: InboundValue<typeof enforcementFields.violation_info>;
  readonly restrictions: InboundValue<typeof restrictionList>;
}): Pick<Data<'account.updated'>, 'ban' | 'restrictions' | 'violation'> {
  const { ban, violation, restrictions } = value;
  return {
    ban: ban && {
      state: ban.waba_ban_state,
      date: ban.waba_ban_date && toCalendarDate(ban.waba_ban_date),
    },
    restrictions: restrictions?.map(({ restriction_type, expiration, remediation }) => ({
      type: restriction_type,
      expiresAt: expiration,
      remediation,
    })),
    violation: violation && {
      type: violation.violation_type,
      remediation: violation.remediation,
    },
  };
}
