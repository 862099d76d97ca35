import {
  inboundObject,
  instant,
  optionalList,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../../../../shared/provider/inbound.ts';
import { callback } from '../schema.ts';

// The callbacks of YCloud about templates, accounts, phone numbers, users, payments and agents, in the
// envelope of schema.ts; docs.ycloud.com/en/api-reference/webhook-reference, read on 2026-11-28.

/** `disableDate` is a day in words. */
export const template = callback({
  whatsappTemplate: inboundObject({
    officialTemplateId: text,
    wabaId: text,
    name: text,
    language: text,
    category: text,
    previousCategory: text,
    qualityRating: text,
    status: text,
    statusUpdateEvent: text,
    reason,
    disableDate: text,
  }),
});

const rates = optionalObject({
  startTime: instant,
  exceptionCountries: optionalList(inboundObject({ countryCode: text, startTime: instant })),
});

export const businessAccount = callback({
  whatsappBusinessAccount: inboundObject({
    id: text,
    name: text,
    accountReviewStatus: text,
    decision: text,
    updateEvent: text,
    banState: text,
    banDate: text,
    violationType: text,
    restrictions: optionalList(inboundObject({ restrictionType: text, expiration: instant })),
    primaryBusinessLocation: text,
    removedReason: reason,
    removedInitiatedBy: text,
    removedTime: instant,
    authInternationalRateEligibility: rates,
  }),
});

/** The limit of a number and that of the portfolio are two things. */
export const phoneNumber = callback({
  whatsappPhoneNumber: inboundObject({
    id: text,
    wabaId: text,
    phoneNumber: text,
    displayPhoneNumber: text,
    qualityRating: text,
    messagingLimit: text,
    whatsappBusinessManagerMessagingLimit: text,
    qualityUpdateEvent: text,
    updateEvent: text,
    decision: text,
    requestedVerifiedName: text,
    rejectionReason: reason,
    businessUsername: text,
    businessUsernameStatus: text,
    businessUsernameUpdatedAt: instant,
  }),
});

/** The time is in milliseconds, as text. */
export const userPreference = callback({
  whatsappUserPreference: inboundObject({
    wabaId: text,
    businessPhoneNumber: text,
    businessPhoneId: text,
    contactName: text,
    contactPhoneNumber: text,
    userId: text,
    parentUserId: text,
    detail: text,
    category: text,
    value: requiredText,
    timestamp: instant,
  }),
});

/** The address book of the WhatsApp Business app; `stateSync` is a list of `syncedContact`. */
export const stateSync = callback({
  whatsappSmbAppStateSync: inboundObject({ wabaId: text, phoneNumber: text }),
});

export const syncedContact = inboundObject({
  action: requiredText,
  contact: inboundObject({
    fullName: text,
    firstName: text,
    phoneNumber: text,
    userId: text,
    parentUserId: text,
    username: text,
  }),
  timestamp: instant,
});

const unsubscriber = optionalObject({ phoneNumber: text, source: text, updateTime: instant });

/** The page's example has `unsubscriberChanged`, the SDK the other two names. */
export const unsubscription = callback({
  unsubscriberChanged: unsubscriber,
  contactUnsubscribeCreated: unsubscriber,
  contactUnsubscribeDeleted: unsubscriber,
});

/** Times are in milliseconds, and an amount is in units of `offset`. */
export const payment = callback({
  whatsappPayment: inboundObject({
    wabaId: text,
    referenceId: text,
    status: requiredText,
    transactions: optionalList(
      inboundObject({
        id: text,
        type: text,
        status: text,
        createdTimestamp: instant,
        updatedTimestamp: instant,
        amount: optionalObject({ value: text, offset: text }),
        currency: text,
        methodType: text,
        error: optionalObject({ code: text, message: text, reason: text }),
      }),
    ),
  }),
});

export const handover = callback({
  whatsappMetaBusinessAgent: inboundObject({
    agentId: text,
    metaAgentId: text,
    phoneNumberId: text,
    wabaId: text,
    consumerPhoneNumber: text,
    consumerUserId: text,
    controlState: requiredText,
    actor: text,
    reason: text,
    timestamp: instant,
  }),
});
