import type { Account, Business } from '../contract/index.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import type { ItemPlace, JsonPath } from '../provider/read-item.ts';

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
   * @default the contract has no event for it, and an operator must see it
   */
  normalizeError?(error: JsonValue, place: ItemPlace): NormalizeResult | readonly NormalizeResult[];
  /** The body that holds nothing but this `value`, in the provider's envelope. */
  toBody(value: JsonObject): JsonValue;
}
