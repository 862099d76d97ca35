/** Bytes as JSON holds them: as text if they are UTF-8, so that people can read them, else in base64. */
export type BodyBytes = { readonly text: string } | { readonly base64: string };

/** A byte order mark stays, since it is part of the bytes. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Guarantee: `fromBodyBytes` gives the same bytes again. */
export function toBodyBytes(bytes: Uint8Array): BodyBytes {
  try {
    return { text: strictUtf8.decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

export function fromBodyBytes(bytes: BodyBytes): Uint8Array {
  return 'text' in bytes ? Buffer.from(bytes.text) : Buffer.from(bytes.base64, 'base64');
}

export function isBodyBytes(value: unknown): value is BodyBytes {
  if (typeof value !== 'object' || value === null) return false;
  return (
    ('text' in value && typeof value.text === 'string') ||
    ('base64' in value && typeof value.base64 === 'string')
  );
}
