/** Members of a callback around its events, for the manifest of a provider on the Messenger Platform. */
export const platformEnvelope = [
  'object',
  'field',
  'entry[].id',
  'entry[].time',
  'entry[].field',
  'entry[].changes[].field',
] as const;
