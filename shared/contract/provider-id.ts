// Written by `npm run docs`. Change functions/providers/registry.ts instead.

/** Ids of the providers that a gateway has an adapter of. */
export const builtInProviders = [
  '360dialog',
  'alibaba-chatapp',
  'google-rcs',
  'gupshup',
  'incs',
  'infobip',
  'innopaas',
  'instagram',
  'itnio',
  'messenger',
  'meta',
  'twilio',
  'ycloud',
] as const;

/** Id of a provider: one of those built in, which editors complete, or one of the owner's. */
export type ProviderId = (typeof builtInProviders)[number] | (string & Record<never, never>);
