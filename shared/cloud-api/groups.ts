import type { EventDraft } from '../contract/draft.ts';
import { toList, toObject } from '../provider/inbound.ts';
import { type Normalizer, normalizeWith } from '../provider/normalize-items.ts';
import type { NormalizeResult } from '../provider/normalize-result.ts';
import { continueWith, invalidShape, placeWithin, readItem } from '../provider/read-item.ts';
import { toPhoneOrId } from '../provider/values/phone.ts';
import { toProviderErrors } from '../whatsapp/errors.ts';
import { toAccount, toBusiness } from '../whatsapp/parties.ts';
import { cloudApiValue } from '../whatsapp/schema.ts';
import { type Change, toEnvelope } from './changes.ts';
import { type GroupEntry, type GroupMember, groupEntry } from './conversation-schemas.ts';
import { toOrigin } from './messages.ts';

type GroupData = EventDraft<'group.updated'>['data'];
type Participant = NonNullable<GroupData['participants']>[number];

/** `group_lifecycle_update`: a group was made or deleted, or could not be. */
export const normalizeGroupLifecycle = normalizeGroups('lifecycle');

/** `group_participants_update`: users joined, left, were removed, or ask to join. */
export const normalizeGroupParticipants = normalizeGroups('participants');

/** `group_settings_update`: the subject, description or picture of a group. */
export const normalizeGroupSettings = normalizeGroups('settings');

/** `group_status_update`: WhatsApp suspended a group, or no longer does. */
export const normalizeGroupStatus = normalizeGroups('status');

/** One result for each entry of `groups`. */
function normalizeGroups(aspect: GroupData['aspect']): Normalizer<Change> {
  return normalizeWith(cloudApiValue, ({ metadata }, change: Change, context) => {
    const value = toObject(change.json) ?? {};
    const entries = toList(value.groups);
    if (entries.length === 0) return invalidShape(change, ['groups'], 'expected an entry');
    const { account, ...envelope } = toEnvelope(change);
    const business = toBusiness(metadata, toOrigin(change, context));
    return entries.map((entry, index): NormalizeResult => {
      const raw = entries.length === 1 ? change.raw : change.toBody({ ...value, groups: [entry] });
      const place = { ...placeWithin(change, 'groups', index), raw };
      return continueWith(readItem(groupEntry, entry, place), (group) => ({
        kind: 'event',
        draft: {
          ...envelope,
          type: 'group.updated',
          account: toAccount(metadata, { account }),
          occurredAt: group.timestamp ?? change.sentAt,
          data: { ...toGroupData(group), aspect, business },
          // Two numbers of a business may report the same entry.
          item: { metadata: value.metadata ?? null, entry },
          raw,
        },
      }));
    });
  });
}

/** What an entry says, without its aspect and the business. */
export function toGroupData(group: GroupEntry): Omit<GroupData, 'aspect' | 'business'> {
  const { group_subject, group_description, profile_picture } = group;
  return {
    group: {
      id: group.group_id,
      subject: group.subject ?? group_subject?.text,
      description: group.description ?? group_description?.text,
      inviteLink: group.invite_link,
      joinApprovalMode: group.join_approval_mode,
      picture: { mimeType: profile_picture?.mime_type, sha256: profile_picture?.sha256 },
    },
    current: group.type,
    reason: group.reason,
    requestId: group.request_id,
    joinRequestId: group.join_request_id,
    initiatedBy: group.initiated_by,
    participants: toParticipants(group),
    settings: toSettings({
      subject: group_subject,
      description: group_description,
      picture: profile_picture,
    }),
    errors: group.errors && toProviderErrors(group.errors),
  };
}

function toParticipants(group: GroupEntry): Participant[] | undefined {
  const { added_participants = [], removed_participants = [], failed_participants = [] } = group;
  const participants = [
    ...toRequester(group),
    ...added_participants.map((member) => toParticipant('added', member)),
    ...removed_participants.map((member) => toParticipant('removed', member)),
    ...failed_participants.map((member) => toParticipant('failed', member)),
  ];
  return participants.length > 0 ? participants : undefined;
}

/** In an event about a request to join, the user stands in the entry itself. */
function toRequester({
  wa_id,
  user_id,
  parent_user_id,
  username,
}: GroupEntry): readonly Participant[] {
  if (wa_id === undefined && user_id === undefined) return [];
  const member = { wa_id, user_id, parent_user_id, username, input: undefined, errors: undefined };
  return [toParticipant('requested', member)];
}

function toParticipant(change: Participant['change'], member: GroupMember): Participant {
  const { phone, id } = toPhoneOrId(member.wa_id);
  return {
    change,
    phone,
    id: member.user_id ?? id,
    parentId: member.parent_user_id,
    username: member.username,
    input: member.input,
    errors: member.errors && toProviderErrors(member.errors),
  };
}

type Setting = Pick<NonNullable<GroupEntry['group_subject']>, 'update_successful' | 'errors'>;

function toSettings(
  settings: Record<'subject' | 'description' | 'picture', Setting | undefined>,
): GroupData['settings'] {
  const names = ['subject', 'description', 'picture'] as const;
  const changed = names.flatMap((name) => {
    const setting = settings[name];
    if (setting === undefined) return [];
    const errors = setting.errors && toProviderErrors(setting.errors);
    return [{ name, successful: setting.update_successful, errors }];
  });
  return changed.length > 0 ? changed : undefined;
}
