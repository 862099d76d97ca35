/**
 * The version of each event's shape, by detail-type. It is apart from the schemas, because the callback
 * functions need the number and must not load the schemas.
 */
export const eventVersions = {
  'message.received': 1,
  'message.sent': 1,
  'message.status.updated': 1,
  'message.billed': 1,
  'standby.message.received': 1,
  'standby.message.sent': 1,
  'standby.message.status.updated': 1,
  'history.message.received': 1,
  'history.message.sent': 1,
  'conversation.updated': 1,
  'group.updated': 1,
  'payment.updated': 1,
  'call.updated': 1,
  'template.status.updated': 1,
  'template.category.updated': 1,
  'template.quality.updated': 1,
  'account.updated': 1,
  'phone.updated': 1,
  'user.updated': 1,
  'media.stored': 1,
  'media.failed': 1,
  'callback.quarantined': 1,
  'callback.received': 1,
} as const;

export type EventType = keyof typeof eventVersions;
