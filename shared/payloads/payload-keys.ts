/** What each folder of the payload bucket holds. Roles of the functions are limited to their folders. */
export const payloadPrefixes = {
  /** Raw JSON that does not fit beside its event, by event id and the hash of its bytes. */
  raw: 'raw/',
  /** Unrecognized items, by the hash of their JSON. */
  quarantine: 'quarantine/',
  /** Items that the contract has no event for, by provider event and the hash of their JSON. */
  unmapped: 'unmapped/',
  /** Stream records that the publisher could not read or the bus rejected. */
  deadLetters: 'dead-letters/',
  /**
   * Stream records that grew too old. Lambda itself chooses the rest of the key
   * (`<event source mapping>/<shard>/YYYY/MM/DD/…`; Lambda guide, "Retaining discarded batches", read
   * 2026-11-21).
   */
  lambdaOnFailure: 'aws/lambda/',
} as const;

/** Folders that the callback functions write to. */
export const callbackPrefixes = [
  payloadPrefixes.raw,
  payloadPrefixes.quarantine,
  payloadPrefixes.unmapped,
] as const;

/** Folders with stream records that were not published. */
export const deadLetterPrefixes = [
  payloadPrefixes.deadLetters,
  payloadPrefixes.lambdaOnFailure,
] as const;

/**
 * Key of raw JSON that does not fit beside its event. Alternates and conflicts of a message have the
 * id of its event, so the key also has the hash of the bytes: no record's object is overwritten by
 * that of another (`docs/adr/0005-what-goes-to-the-payload-bucket.md`).
 */
export function rawKey(provider: string, eventId: string, sha256: string): string {
  return `${payloadPrefixes.raw}${provider}/${eventId}/${sha256}.json`;
}

/** Key of an unrecognized item: what says the same has the same key, and the first object stays. */
export function quarantineKey(provider: string, sha256: string): string {
  return `${payloadPrefixes.quarantine}${provider}/${sha256}.json`;
}

/**
 * Key of an unmapped item: what says the same has the same key, and the first object stays. A name of an event that could not be a
 * folder becomes `other`: an adapter may read it out of the body.
 */
export function unmappedKey(provider: string, providerEvent: string, sha256: string): string {
  const folder = isFolderName(providerEvent) ? providerEvent : 'other';
  return `${payloadPrefixes.unmapped}${provider}/${folder}/${sha256}.json`;
}

/** Key of a stream record that the publisher could not publish. */
export function deadLetterKey(sequenceNumber: string): string {
  return `${payloadPrefixes.deadLetters}${sequenceNumber}.json`;
}

function isFolderName(text: string): boolean {
  return /^\w[\w.-]{0,63}$/.test(text);
}

/** What a key of the payload bucket says. */
export type ParsedPayloadKey =
  | {
      readonly kind: 'raw';
      readonly provider: string;
      readonly eventId: string;
      readonly sha256: string;
    }
  | { readonly kind: 'quarantine'; readonly provider: string; readonly sha256: string }
  | {
      readonly kind: 'unmapped';
      readonly provider: string;
      /** `other` when the provider's name could not be a folder. */
      readonly providerEvent: string;
      readonly sha256: string;
    }
  | { readonly kind: 'dead-letter'; readonly sequenceNumber: string }
  | { readonly kind: 'lambda-on-failure' };

const hashed = /^([^/]+)\/([0-9a-f]{64})\.json$/;
const hashedInFolder = /^([^/]+)\/([^/]+)\/([0-9a-f]{64})\.json$/;
const oneName = /^([^/]+)\.json$/;

/** @returns `undefined` for a key that neither the gateway nor Lambda makes */
export function parsePayloadKey(key: string): ParsedPayloadKey | undefined {
  const prefix = Object.values(payloadPrefixes).find((each) => key.startsWith(each));
  if (prefix === undefined) return undefined;
  const rest = key.slice(prefix.length);
  switch (prefix) {
    case payloadPrefixes.raw: {
      const [, provider, eventId, sha256] = hashedInFolder.exec(rest) ?? [];
      return provider && eventId && sha256 ? { kind: 'raw', provider, eventId, sha256 } : undefined;
    }
    case payloadPrefixes.quarantine: {
      const [, provider, sha256] = hashed.exec(rest) ?? [];
      return provider && sha256 ? { kind: 'quarantine', provider, sha256 } : undefined;
    }
    case payloadPrefixes.unmapped: {
      const [, provider, providerEvent, sha256] = hashedInFolder.exec(rest) ?? [];
      return provider && providerEvent && sha256
        ? { kind: 'unmapped', provider, providerEvent, sha256 }
        : undefined;
    }
    case payloadPrefixes.deadLetters: {
      const [, sequenceNumber] = oneName.exec(rest) ?? [];
      return sequenceNumber ? { kind: 'dead-letter', sequenceNumber } : undefined;
    }
    case payloadPrefixes.lambdaOnFailure:
      return { kind: 'lambda-on-failure' };
    default:
      return prefix satisfies never;
  }
}
