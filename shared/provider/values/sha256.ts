/**
 * A provider's SHA-256 as lower-case hex. WhatsApp writes base64 (also without padding, also the
 * URL alphabet), some aggregators hex. `undefined` for anything that is not 32 bytes.
 */
export function toHexSha256(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('hex');
}
