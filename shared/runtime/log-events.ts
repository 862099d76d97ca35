/** The fields of `toErrorFields`: a line about an error says what to do and never quotes a callback. */
const errorFields = ['code', 'error', 'cause', 'advice'] as const;

/**
 * The fields of the line about each callback that count its events by outcome. A count of 0 is left
 * out.
 */
const callbackCounts = [
  'received',
  'stored',
  'duplicate',
  'alternate',
  'conflict',
  'quarantined',
  'undecodable',
  'unmapped',
  'ignored',
] as const;

/** The fields that every line about one file has. */
const fileFields = [
  'provider',
  'eventId',
  'index',
  'role',
  'attempt',
  'record',
  'elapsedMs',
] as const;

/** The fields of a line about an event on its way to the receiver of an HTTP subscription. */
const deliveryFields = ['eventId', 'type', 'attempt', 'elapsedMs'] as const;

/**
 * Every line that the functions log: its `message`, and the fields that it may have beside it. The
 * functions write these lines, and the stack's metric filters count them and add up their fields, so
 * that neither can name a line or a field that the other does not know.
 *
 * Fields hold ids, counts and outcomes; never bodies, names, phone numbers or tokens.
 */
export const logEvents = {
  // The callback functions.
  /**
   * One authentic callback whose events are all durable. `id` is the first event's. After a conflict,
   * `id` and `type` are those of the first event that conflicts. Keys of the table are not logged: they
   * hold phone numbers, and WhatsApp's id of a message does as well.
   */
  callback: ['provider', 'id', 'type', ...callbackCounts],
  'callback refused': ['provider', 'problem'],
  /** A request whose path ends in no token, old or new: a scan, or a URL that was cut off. No metric counts it. */
  'stray request': ['provider', 'problem'],
  'callback not stored': ['provider', ...errorFields],
  /** The secret could not be read again. The function continues with the one that it has. */
  'secret not read': ['provider', ...errorFields],
  /** Once for each execution environment: the provider signs, and the secret has no signing key. */
  'signatures not checked': ['provider', 'advice'],

  // The publisher.
  /** How much of one batch of the table's stream is published. */
  'batch published': ['records', 'events'],
  'batch not finished': errorFields,
  'events not published': ['events'],
  'items not stored': ['items', ...errorFields],
  'links not read': ['links', ...errorFields],
  'event rejected': ['id'],
  'record undecodable': ['sequenceNumber'],
  'bus unreachable': ['events', ...errorFields],

  // The media mirror.
  /** One file that is in the bucket. `record` is the outcome of storing its event record. */
  'media stored': [...fileFields, 'sizeBytes', 'hashVerified'],
  /** One failed attempt at a file; `record` is absent when the file will be tried again, or was stored before. */
  'media failed': [...fileFields, 'reason', 'status', 'code'],
  'record not a message event': ['recordId', 'attempt'],
  'record not mirrored': ['recordId', ...errorFields],
  'back-off not set': ['recordId', ...errorFields],

  // The function of an HTTP subscription.
  /** One event that the receiver accepted. */
  'event delivered': [...deliveryFields, 'status'],
  /** One attempt that failed; `retrySeconds` is the time to the next. */
  'event not delivered': [...deliveryFields, 'reason', 'status', 'code', 'retrySeconds'],
  'event became a dead letter': [...deliveryFields, 'reason', 'status', 'code'],
  'dead letter not sent': errorFields,
  /** Lambda stopped reading the queue, until an operator enables the receiver again. */
  'receiver disabled': ['reason'],
  'receiver state not stored': errorFields,
  /** A failure of our own, before the request. */
  'delivery not attempted': ['eventId', ...errorFields],
  /** They could not be read again. The function continues with those that it has. */
  'signing keys not read': errorFields,
  'ticket not handled': errorFields,
  'conversation not released': errorFields,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The `message` of a line. */
export type LogEvent = keyof typeof logEvents;

/** The name of a field that the line may have. */
export type LogField<Event extends LogEvent = LogEvent> = (typeof logEvents)[Event][number];
