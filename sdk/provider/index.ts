/**
 * `tributary-gateway/provider`: what the adapter of a provider is made of. An adapter is a folder with
 * `manifest.ts` and `normalize.ts`; `providerFrom` adds it to a gateway, and `describeProvider` of
 * `tributary-gateway/provider/testing` proves it.
 */
export { type Change, readChanges } from '../../shared/cloud-api/changes.ts';
export {
  cloudApiEnvelope,
  cloudApiFields,
  cloudApiFieldsOf,
} from '../../shared/cloud-api/fields.ts';
export { graphErrorReasons } from '../../shared/cloud-api/graph-errors.ts';
export { cloudApiNormalizers, normalizeField } from '../../shared/cloud-api/normalizers.ts';
export { normalizeOtherField } from '../../shared/cloud-api/other-field.ts';
export { type Channel, channels } from '../../shared/contract/channels.ts';
export type { EventDraft, MediaDraft, MessageDraft } from '../../shared/contract/draft.ts';
export type {
  Account,
  Business,
  Content,
  Data,
  ProviderError,
  User,
} from '../../shared/contract/index.ts';
export type { Message, MessageContext } from '../../shared/contract/message-events.ts';
export {
  isEmpty,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  parseJsonOrUndefined,
  withoutEmpty,
} from '../../shared/json.ts';
export { platformEnvelope } from '../../shared/messenger-platform/envelope.ts';
export {
  normalizeChange as normalizePlatformChange,
  normalizeEvent as normalizePlatformEvent,
  normalizeOther as normalizeOtherPlatformEvent,
  normalizeStandby as normalizePlatformStandby,
} from '../../shared/messenger-platform/normalizers.ts';
export {
  instagram as instagramPlatform,
  messenger as messengerPlatform,
} from '../../shared/messenger-platform/platforms.ts';
export {
  type Platform,
  type PlatformItem,
  readEvents as readPlatformEvents,
} from '../../shared/messenger-platform/read-events.ts';
export { base64JsonCodec } from '../../shared/provider/base64-json-codec.ts';
export { type BodyCodec, type DecodedJson, jsonCodec } from '../../shared/provider/body-codec.ts';
export { contentId } from '../../shared/provider/content-id.ts';
export {
  defineProvider,
  type ProviderCode,
  type ProviderSample,
  type SampleMessage,
} from '../../shared/provider/define-provider.ts';
export { formCodec } from '../../shared/provider/form-codec.ts';
export { handshake as hubHandshake } from '../../shared/provider/hub-challenge.ts';
export { hubWebhook } from '../../shared/provider/hub-webhook.ts';
export {
  boolean,
  count,
  eitherOf,
  type InboundSchema,
  type InboundShape,
  type InboundValue,
  inboundObject,
  instant,
  number,
  optionalList,
  optionalObject,
  phone,
  reason,
  requiredText,
  sha256,
  text,
  toList,
  toObject,
  toOnly,
  Unreadable,
} from '../../shared/provider/inbound.ts';
export type {
  Handshake,
  Manifest,
  ProviderEvent,
  SecretField,
  SuccessResponse,
} from '../../shared/provider/manifest.ts';
export type {
  MediaAccess,
  MediaApi,
  MediaApiResponse,
  MediaAuthorization,
} from '../../shared/provider/media-access.ts';
export {
  type BodyItem,
  type CallbackItem,
  listBody,
  listIn,
  type Normalizer,
  normalizeItems,
  normalizeWith,
  wholeBody,
  withObjects,
} from '../../shared/provider/normalize-items.ts';
export type {
  Ignored,
  NormalizedEvent,
  NormalizeResult,
  Unmapped,
  Unrecognized,
} from '../../shared/provider/normalize-result.ts';
export type {
  CallbackRequest,
  ChannelDirectory,
  NormalizeContext,
  ProviderAdapter,
  Verdict,
} from '../../shared/provider/provider-adapter.ts';
export {
  type ConnectionSecret,
  equalsAnyOf,
  type ProviderSecret,
} from '../../shared/provider/provider-secret.ts';
export {
  continueWith,
  type ItemPlace,
  invalidShape,
  type JsonPath,
  mapRead,
  notAnObject,
  placeWithin,
  type ReadResult,
  readItem,
  unknownProviderEvent,
} from '../../shared/provider/read-item.ts';
export type { SignatureScheme } from '../../shared/provider/signature-scheme.ts';
export { toCalendarDate } from '../../shared/provider/values/calendar-date.ts';
export { commonStatusWords } from '../../shared/provider/values/common-status-words.ts';
export { latitude, longitude } from '../../shared/provider/values/coordinates.ts';
export { toAmount, toDecimal } from '../../shared/provider/values/decimal.ts';
export { toError, toErrors } from '../../shared/provider/values/error-text.ts';
export {
  type FileKind,
  toFileKind,
  toHexSha256,
  toHttpUrl,
} from '../../shared/provider/values/file.ts';
export { toInstant } from '../../shared/provider/values/instant.ts';
export {
  type ReportedStatus,
  readMessageStatus,
  type StatusWords,
  toMessageStatus,
} from '../../shared/provider/values/message-status.ts';
export { toPhone, toPhoneNumber, toPhoneOrId } from '../../shared/provider/values/phone.ts';
export { createVerify, verifyToken } from '../../shared/provider/verify-callback.ts';
export { toSuggestion } from '../../shared/rcs/message.ts';
export { normalizeRcsObject, type RcsOrigin } from '../../shared/rcs/normalize-object.ts';
export { rcsStatusWords } from '../../shared/rcs/status-words.ts';
export { accountUpdateFields, toAccountUpdate } from '../../shared/whatsapp/account-update.ts';
export {
  withCloudApiNames,
  withCloudApiNamesInside,
} from '../../shared/whatsapp/cloud-api-names.ts';
export { toProviderErrors } from '../../shared/whatsapp/errors.ts';
export {
  type BodyReader,
  bodyReader,
  contentReader,
  fileReaders,
  type MessageBody,
  withoutFiles,
} from '../../shared/whatsapp/message-body.ts';
export { toContext, toReferral } from '../../shared/whatsapp/messages.ts';
export {
  normalizeCloudApiValue,
  type ValueContext,
  type ValueItem,
} from '../../shared/whatsapp/normalize-value.ts';
export { toBusiness, toUser } from '../../shared/whatsapp/parties.ts';
export { lacksContent, readBody } from '../../shared/whatsapp/read-body.ts';
export {
  profileFields,
  toResellerUser,
  userIdFields,
} from '../../shared/whatsapp/reseller-user.ts';
export {
  type CloudApiDetails,
  cloudApiDetails,
  cloudApiErrors,
  cloudApiMessageFields,
} from '../../shared/whatsapp/schema.ts';
export {
  templateDetailFields,
  toTemplateDetails,
} from '../../shared/whatsapp/template-details.ts';
export { withUserChange } from '../../shared/whatsapp/user-changes.ts';
export { isWamid } from '../../shared/whatsapp/wamid.ts';
