import type { Change } from '../../../shared/cloud-api/changes.ts';
import { normalizeField } from '../../../shared/cloud-api/normalizers.ts';
import { type Normalizer, normalizeItems } from '../../../shared/provider/normalize-items.ts';
import { unknownProviderEvent } from '../../../shared/provider/read-item.ts';
import { manifest } from './manifest.ts';
import { normalizeAccountEvent } from './normalize/accounts.ts';
import { normalizeBilling } from './normalize/billing.ts';
import { isOfVersion2, readItems } from './normalize/items.ts';
import { normalizeMessage } from './normalize/messages.ts';
import { toBusiness } from './normalize/parties.ts';
import { normalizeMessageEvent } from './normalize/statuses.ts';
import { normalizeTemplateEvent } from './normalize/templates.ts';
import { normalizeUserEvent } from './normalize/users.ts';

/** A webhook field of version 3. A status that is Gupshup's own names the business only by the app. */
const normalizePassedOn: Normalizer<Change> = (change, context) => {
  const business = toBusiness({ appId: change.appId }, context);
  return normalizeField({ ...change, reseller: { ...change.reseller, business } }, context);
};

/** An event of version 2 that is not known may hold a message; for a field of version 3 there is a rule. */
const normalizeOther: Normalizer<Change> = (change, context) =>
  isOfVersion2(change)
    ? unknownProviderEvent(change.providerEvent, change.namedAt)
    : normalizePassedOn(change, context);

export const normalize = normalizeItems(manifest, {
  readItems,
  normalizers: {
    message: normalizeMessage,
    'message-event': normalizeMessageEvent,
    'user-event': normalizeUserEvent,
    'template-event': normalizeTemplateEvent,
    'account-event': normalizeAccountEvent,
    'onboarding-event': normalizeAccountEvent,
    'billing-event': normalizeBilling,
    messages: normalizePassedOn,
    account_update: normalizePassedOn,
  },
  normalizeOther,
});
