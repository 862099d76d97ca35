import {
  eitherOf,
  type InboundValue,
  inboundObject,
  instant,
  reason,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';

/**
 * The callbacks of ChatApp are lists of items with names in Pascal case, and few items name what they are:
 *
 *     [{ "MessageId": "1000000000000001", "From": "447700900123", "To": "15550100001", "Name": "Ada",
 *        "Type": "TEXT", "Message": "Hello", "Timestamp": 1795230245000 }]
 *
 * alibabacloud.com/help/en/chatapp, developer-reference/chatappinbound, chatappstatus-1 and chatappaudit-1,
 * read on 2026-11-28. Examples with files have a blank at the end of a name: `"Timestamp "`.
 */
const time = { Timestamp: instant, 'Timestamp ': instant };

/** A user wrote. `readContent` reads `Message`. */
export const inbound = inboundObject({
  ...time,
  MessageId: text,
  CustSpaceId: text,
  WabaId: text,
  From: text,
  To: text,
  FromUserId: text,
  FromParentUserId: text,
  FromUserName: text,
  Name: text,
  DisplayName: text,
  Type: text,
});

export type Inbound = InboundValue<typeof inbound>;

/** The status of a message of the business. `Error` is that of the first form. */
export const status = inboundObject({
  ...time,
  MessageId: requiredText,
  From: text,
  OriginPhoneNumber: text,
  To: text,
  Status: requiredText,
  StatusDescription: text,
  ErrorCode: text,
  ErrorDescription: text,
  Error: eitherOf(inboundObject({ code: text, title: text, message: text }), text),
  ConversationId: text,
  ConversationType: text,
  ConversionExpirationTime: instant,
  TaskId: text,
  CustSpaceId: text,
  WabaId: text,
});

export type Status = InboundValue<typeof status>;

/** A template, a phone number or the account changed. It has neither an id nor a time. */
export const audit = inboundObject({
  CustSpaceId: text,
  WabaId: text,
  TemplateCode: text,
  TemplateName: text,
  Language: text,
  AuditStatus: text,
  Reason: reason,
  PhoneNumber: text,
  Status: text,
  CurrentLimit: text,
});

export type Audit = InboundValue<typeof audit>;
