import type { Account, Business } from '../contract/index.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Ignored, NormalizeResult } from '../provider/normalize-result.ts';
import type { ItemPlace, JsonPath } from '../provider/read-item.ts';

/** The lists of a `value`, in the order in which their events come out. */
export const itemLists = [
  'messages',
  'message_echoes',
  'calls',
  'statuses',
  'user_actions',
  'errors',
] as const;

export type ItemList = (typeof itemLists)[number];

/** An entry of a list, as the Cloud API has it. */
export interface CloudApiEntry {
  readonly kind: 'entry';
  readonly json: JsonObject;
  /** The id that a reseller gives to the message, besides WhatsApp's. */
  readonly ownId?: string | undefined;
}

/**
 * Where a Cloud API `value` was found: what the provider's envelope says around it. Meta wraps it
 * in `entry[].changes[]`, a reseller in an envelope of its own.
 */
export interface CloudApiOrigin {
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** Where the `value` stands in the body. */
  readonly path: JsonPath;
  /** Whether nothing else in the body gives events: its only item then needs no raw form. */
  readonly isOnlyValue: boolean;
  /** Ids of the owner's account in the envelope; the one in `metadata` is added to them. */
  readonly account?: Account | undefined;
  /** The business, where `metadata` does not give its phone number. */
  readonly business?: Business | undefined;
  /** The business's number, as the owner configured it for WhatsApp's id of the number. */
  phoneOf?(phoneNumberId: string): string | undefined;
  /**
   * An error that concerns none of the items.
   *
   * @default a problem of the account, of its phone number or of the app: `account.updated`
   */
  normalizeError?(error: JsonValue, place: ItemPlace): NormalizeResult | readonly NormalizeResult[];
  /**
   * An entry as the Cloud API has it, where a reseller changes entries; or why it is ignored.
   *
   * @default every entry is as the Cloud API has it
   */
  toCloudApi?(list: ItemList, entry: JsonObject): CloudApiEntry | Ignored;
  /** The body that holds nothing but this `value`, in the provider's envelope. */
  toBody(value: JsonObject): JsonValue;
}
