import { isEmpty } from '../../../shared/json.ts';
import {
  boolean,
  count,
  type InboundFields,
  type InboundSchema,
  type InboundValue,
  inboundObject,
  instant,
  jsonText,
  number,
  optionalList,
  optionalObject,
  reason,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { latitude, longitude } from '../../../shared/provider/values/coordinates.ts';

/**
 * The callbacks of Infobip: most are lists, `{ "results": [ … ], "messageCount": 1 }`, and no field names
 * what an entry is. Infobip OpenAPI 3.210.0 (Webhooks), as kept in github.com/api-evangelist/infobip, read
 * on 2026-11-28.
 */
export const owner = {
  /** In older callbacks without `platform`; in those about templates they are numbers. */
  entityId: text,
  applicationId: text,
  platform: optionalObject({ entityId: text, applicationId: text }),
};

const contact = optionalObject({
  name: text,
  phoneNumber: text,
  userId: text,
  parentUserId: text,
  username: text,
});

/** Text that the owner chose. An object in its place is left out: the raw JSON has it. */
const ownText: InboundSchema<string | undefined> = {
  isOptional: true,
  read: (value) => (typeof value === 'object' ? undefined : text.read(value)),
};

export const sent = {
  ...owner,
  messageId: text,
  from: text,
  sender: text,
  to: text,
  integrationType: text,
  receivedAt: instant,
  contact,
  callbackData: ownText,
  pairedMessageId: text,
  conversation: optionalObject({ id: text }),
};

/** A text by SMS, which is flat. */
export const sms = inboundObject({ ...sent, text, cleanText: text });

/** MMS: its parts in their order. */
export const mms = inboundObject({
  ...sent,
  message: optionalList(inboundObject({ contentType: text, url: text, value: text })),
});

const card = inboundObject({
  name: optionalObject({
    formattedName: text,
    firstName: text,
    middleName: text,
    lastName: text,
    namePrefix: text,
    nameSuffix: text,
  }),
  birthday: text,
  org: optionalObject({ company: text, department: text, title: text }),
  phones: optionalList(inboundObject({ phone: text, type: text, waId: text })),
  emails: optionalList(inboundObject({ email: text, type: text })),
  urls: optionalList(inboundObject({ url: text, type: text })),
  addresses: optionalList(
    inboundObject({
      street: text,
      city: text,
      state: text,
      zip: text,
      country: text,
      countryCode: text,
      type: text,
    }),
  ),
});

export type Card = InboundValue<typeof card>;

/** What a message of the other channels says: `type` says which of the fields it has. */
export const contentFields = {
  type: text,
  mid: text,
  text,
  payload: text,
  postbackData: text,
  id: text,
  title: text,
  description: text,
  response: jsonText,
  url: text,
  caption: text,
  name: text,
  fileName: text,
  contentType: text,
  size: count,
  trackingData: text,
  latitude: orAbsent(latitude),
  longitude: orAbsent(longitude),
  address: text,
  contacts: optionalList(card),
  catalogId: text,
  productItems: optionalList(
    inboundObject({ productRetailerId: text, quantity: number, itemPrice: number, currency: text }),
  ),
  emoji: text,
  action: text,
  callPermissionReply: optionalObject({
    response: text,
    isPermanent: boolean,
    expirationTimestamp: instant,
  }),
  paymentAcknowledgementType: text,
  timestamp: instant,
  referenceId: text,
  paymentId: text,
  status: text,
  currency: text,
  totalAmount: optionalObject({ value: text, offset: text }),
  transactionId: text,
  transactionType: text,
  malware: text,
  context: optionalObject({
    id: text,
    from: text,
    groupId: text,
    referredProduct: optionalObject({ catalogId: text, productRetailerId: text }),
  }),
  referral: optionalObject({
    sourceType: text,
    sourceId: text,
    sourceUrl: text,
    headline: text,
    body: text,
    ctwaClickId: text,
    referralMedia: optionalObject({ type: text, url: text }),
  }),
};

const content = inboundObject(contentFields);

export type InfobipContent = Partial<InboundFields<typeof contentFields>>;

export const message = inboundObject({ ...sent, message: content });

/** What every message has, in whichever form it comes. */
export type Received = InboundFields<typeof sent>;

/** The Messages API names the user `destination`. */
const reported = {
  ...owner,
  messageId: requiredText,
  sender: text,
  to: text,
  destination: text,
  channel: text,
  contact,
  callbackData: ownText,
};

export const statusReport = inboundObject({
  ...reported,
  sentAt: instant,
  doneAt: instant,
  smsCount: count,
  interactionType: text,
  conversation: optionalObject({ id: text }),
  price: optionalObject({ pricePerMessage: text, currency: text, trafficType: text }),
  status: inboundObject({
    groupId: text,
    groupName: text,
    id: text,
    name: text,
    description: text,
  }),
  error: optionalObject({ id: text, name: text, description: text }),
});

export type StatusReport = InboundValue<typeof statusReport>;

export const seenReport = inboundObject({ ...reported, from: text, seenAt: instant });

export type SeenReport = InboundValue<typeof seenReport>;

export const template = inboundObject({
  ...owner,
  messageTemplateId: text,
  messageTemplateName: text,
  messageTemplateLanguage: text,
  timestamp: instant,
  change: inboundObject({
    newStatus: text,
    reason,
    previousCategory: text,
    newCategory: text,
    previousQualityScore: text,
    newQualityScore: text,
  }),
});

/** `from` is the business: `content` names the user. */
function notice<Shape extends Parameters<typeof inboundObject>[0]>(shape: Shape) {
  return inboundObject({ ...owner, from: text, createdAt: instant, content: inboundObject(shape) });
}

const transaction = inboundObject({
  id: text,
  type: text,
  status: text,
  createdTimestamp: instant,
  updatedTimestamp: instant,
});

export const payment = notice({
  from: text,
  referenceId: text,
  paymentId: text,
  paymentStatus: requiredText,
  currency: text,
  totalAmountValue: text,
  totalAmountOffset: text,
  transactions: optionalList(transaction),
});

export const identityChange = notice({
  type: requiredText,
  userNumber: text,
  userId: text,
  hash: text,
  description: text,
});

export const marketingPreference = notice({
  sender: text,
  from: text,
  notificationMessagesStatus: requiredText,
  description: text,
});

/** Messenger. */
export const consent = inboundObject({
  ...owner,
  channel: text,
  event: requiredText,
  sender: text,
  from: text,
  createdAt: instant,
});

function orAbsent(degrees: InboundSchema<number>): InboundSchema<number | undefined> {
  return {
    isOptional: true,
    read: (value) => (isEmpty(value) ? undefined : degrees.read(value)),
  };
}
