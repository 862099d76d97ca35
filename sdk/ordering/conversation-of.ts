import { hash } from 'node:crypto';
import { conversationKey } from '../../shared/contract/conversation-key.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';

/**
 * What an ordered subscription keeps in order: the conversation of an event, as the event names it. An
 * event that names none belongs to what it is about: a file to its message, a change of a template to
 * its template. What a merge of conversations means for it is in `docs/ordered-subscriptions.md`.
 *
 * @returns at most 128 characters that SQS accepts in `MessageGroupId`; a longer key, or one with other
 *   characters, is hashed
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 *   (read 2026-11-28)
 */
export function conversationOf(event: TributaryEvent): string {
  const name = namedConversation(event) ?? thingOf(event);
  return /^[!-~]{1,128}$/.test(name) ? name : `sha256:${hash('sha256', name)}`;
}

function namedConversation({ detail: { metadata, data } }: TributaryEvent): string | undefined {
  if ('message' in data) return data.message.conversation.key;
  if ('conversation' in data && data.conversation && 'key' in data.conversation) {
    return data.conversation.key;
  }
  if (!('business' in data && data.business && 'user' in data && data.user)) return undefined;
  const { business, user } = data;
  const groupId = 'groupId' in data ? data.groupId : undefined;
  return (
    metadata.channel && conversationKey({ channel: metadata.channel, business, user, groupId })
  );
}

/** `<kind>#<provider>#<id>`; without an id, that of the account. */
function thingOf({ detail: { metadata, data } }: TributaryEvent): string {
  const { provider, account } = metadata;
  const ids = account ?? {};
  const ofAccount = ids.wabaId ?? ids.accountId ?? ids.channelId ?? ids.connection;
  const [kind, id] = kindAndId(data);
  return [kind, provider, id ?? ofAccount ?? ''].join('#');
}

function kindAndId(data: TributaryEvent['detail']['data']): readonly [string, string | undefined] {
  if ('call' in data) return ['call', data.call.id];
  if ('referenceId' in data) return ['payment', data.referenceId];
  if ('messageId' in data) return ['message', data.messageId];
  if ('template' in data) return ['template', data.template.id ?? data.template.name];
  if ('account' in data) return ['account', data.account.id];
  if ('phone' in data) return ['phone', data.phone.displayPhoneNumber ?? data.phone.id];
  if ('group' in data) return ['group', data.group.id ?? data.requestId];
  if ('user' in data && data.user) return ['user', data.user.id ?? data.user.phone];
  if ('sha256' in data) return ['quarantine', data.sha256];
  return ['account', undefined];
}
