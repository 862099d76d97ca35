import { isEmpty } from '../../../shared/json.ts';
import {
  boolean,
  type InboundSchema,
  type InboundValue,
  inboundObject,
  requiredText,
  text,
} from '../../../shared/provider/inbound.ts';
import { latitude, longitude } from '../../../shared/provider/values/coordinates.ts';

/**
 * Twilio's callbacks are forms. No field names the event, and none has the time.
 *
 *     SmsMessageSid=SM0b1c…&NumMedia=0&ProfileName=Ada&MessageType=text&WaId=447700900123
 *     &SmsStatus=received&Body=Hello&To=whatsapp%3A%2B15550100001&MessageSid=SM0b1c…
 *     &AccountSid=AC0000…&From=whatsapp%3A%2B447700900123&ApiVersion=2010-04-01
 *
 * twilio.com/docs/messaging/guides/webhook-request and …/track-outbound-message-status, read on
 * 2026-11-28.
 */
const callbackFields = {
  AccountSid: text,
  MessagingServiceSid: text,
  MessageSid: text,
  SmsSid: text,
  SmsMessageSid: text,
};

/**
 * A user wrote. `toFiles` reads the fields of files, whose names have a number. The fields of lists and
 * flows, the id of a user and the types of messages are in no page that could be read: they were seen in
 * callbacks.
 */
export const message = inboundObject({
  ...callbackFields,
  From: text,
  To: requiredText,
  Body: text,
  MessageType: text,
  ProfileName: text,
  WaId: text,
  ExternalUserId: text,
  Latitude: orAbsent(latitude),
  Longitude: orAbsent(longitude),
  Label: text,
  Address: text,
  ButtonText: text,
  ButtonPayload: text,
  ListId: text,
  ListTitle: text,
  ListDescription: text,
  FlowData: text,
  InteractiveData: text,
  OriginalRepliedMessageSid: text,
  OriginalRepliedMessageSender: text,
  Forwarded: boolean,
  FrequentlyForwarded: boolean,
  ReferralBody: text,
  ReferralHeadline: text,
  ReferralSourceId: text,
  ReferralSourceType: text,
  ReferralSourceUrl: text,
  ReferralMediaContentType: text,
  ReferralMediaUrl: text,
  ReferralCtwaClid: text,
  OptOutType: text,
});

export type TwilioMessage = InboundValue<typeof message>;

/** The status of a message that the business sent. Callbacks of before 2016 have only the `Sms` fields. */
export const status = inboundObject({
  ...callbackFields,
  From: text,
  To: text,
  MessageStatus: text,
  SmsStatus: text,
  EventType: text,
  ChannelPrefix: text,
  ChannelInstallSid: text,
  ChannelStatusMessage: text,
  ErrorCode: text,
  ErrorMessage: text,
});

export type TwilioStatus = InboundValue<typeof status>;

/** A form has every field of a place, also in a message that has none. */
function orAbsent(degrees: InboundSchema<number>): InboundSchema<number | undefined> {
  return {
    isOptional: true,
    read: (value) => (isEmpty(value) ? undefined : degrees.read(value)),
  };
}
