import type { User } from '../contract/index.ts';
import { type InboundValue, inboundObject, text } from '../provider/inbound.ts';
import { toUser } from './parties.ts';
import type { CloudApiDetails } from './schema.ts';

/**
 * The ids of a user in the callback of a reseller: in camel case as its other fields, or in the Cloud
 * API's spelling. Users may hide their number since March 2026, and then only these name them. No
 * reseller with an adapter documents its names yet (2026-11-28); YCloud and Alibaba Cloud document
 * `fromUserId` and `fromParentUserId`.
 */
export const userIdFields = {
  userId: text,
  user_id: text,
  parentUserId: text,
  parent_user_id: text,
  fromUserId: text,
  from_user_id: text,
  fromParentUserId: text,
  from_parent_user_id: text,
};

/** A user's profile, which some resellers give the ids too. */
export const profileFields = { ...userIdFields, name: text, username: text };

const userIds = inboundObject(userIdFields);
const profile = inboundObject(profileFields);

type UserIds = Partial<InboundValue<typeof userIds>>;
type Profile = Partial<InboundValue<typeof profile>>;

/**
 * The user whom a reseller's callback names; `undefined` when nothing does.
 *
 * @param written what stands where the phone number belongs: the number, an id in its place, or nothing
 * @param notice what a notice about a user says, which may name them only by their previous ids
 */
export function toResellerUser(
  written: string | undefined,
  ids: UserIds,
  contact: Profile = {},
  notice: CloudApiDetails['system'] = undefined,
): User | undefined {
  const { userId, parentUserId } = toIds(ids);
  const inProfile = toIds(contact);
  return toUser(
    {
      waId: written ?? notice?.customer,
      userId: userId ?? notice?.previous_user_id,
      parentUserId: parentUserId ?? notice?.previous_parent_user_id,
    },
    {
      wa_id: undefined,
      user_id: inProfile.userId,
      parent_user_id: inProfile.parentUserId,
      profile: { name: contact.name, username: contact.username },
    },
  );
}

function toIds(ids: UserIds) {
  return {
    userId: ids.fromUserId ?? ids.from_user_id ?? ids.userId ?? ids.user_id,
    parentUserId:
      ids.fromParentUserId ?? ids.from_parent_user_id ?? ids.parentUserId ?? ids.parent_user_id,
  };
}
