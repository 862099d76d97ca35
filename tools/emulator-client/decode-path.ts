/** Decodes a path or a part of it; an invalid encoding stays as it is. */
export function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
