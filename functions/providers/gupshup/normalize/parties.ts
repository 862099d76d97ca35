import type { Account, Business } from '../../../../shared/contract/index.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { toObject } from '../../../../shared/provider/inbound.ts';
import type { NormalizeContext } from '../../../../shared/provider/provider-adapter.ts';
import { toPhone } from '../../../../shared/provider/values/phone.ts';

/** How a callback names the app. */
export interface GupshupApp {
  readonly app?: string | undefined;
  readonly appId?: string | undefined;
  readonly phone?: string | undefined;
}

export function toAccount({ app, appId }: GupshupApp): Account {
  return { accountName: app, appId };
}

/**
 * The business: by the number in the envelope, which may be absent, else by the one that the owner configured
 * for the app, else by the app.
 *
 * @param user number of the user. Whose number the envelope has is not documented, and it is not this one
 */
export function toBusiness(
  { app, appId, phone }: GupshupApp,
  { channels }: NormalizeContext,
  user?: string | undefined,
): Business | undefined {
  const configured = [app, appId]
    .filter((name) => name !== undefined)
    .map((name) => (Object.hasOwn(channels, name) ? channels[name]?.phone : undefined));
  const own = toPhone(phone) === toPhone(user) ? undefined : toPhone(phone);
  const number = own ?? configured.find((each) => each !== undefined);
  if (number !== undefined) return { phone: number };
  const id = app ?? appId;
  return id === undefined ? undefined : { id };
}

/** What identifies an event that has no id: two apps may report the same. */
export function toItem(json: JsonValue | undefined): JsonValue {
  const { app = null, type = null, payload = null } = toObject(json) ?? {};
  return { app, type, payload };
}
